// What was typed and is not saved yet, kept in this browser for its writer until the server has it.
// Logging out removes all of it (site.js): the next person at this computer is not to read it.

const MOST_AGE = 30 * 24 * 3600 * 1000;
const TYPED = "typed:";

const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(TYPED));

export class LocalCopy {
  /** `place` names what is written and by whom. Each opening of a page keeps its own copies. */
  constructor(...place) {
    this.place = `${TYPED}${place.join(":")}:`;
    this.page = Math.round(performance.timeOrigin).toString(36);
    for (const key of keys()) {
      if (JSON.parse(localStorage[key]).at < Date.now() - MOST_AGE) localStorage.removeItem(key);
    }
  }

  key(name) {
    return `${this.place}${this.page}:${name}`;
  }

  /** Whether this browser keeps it: some keep nothing, and room is limited. */
  keep(name, value, base) {
    try {
      localStorage.setItem(this.key(name), JSON.stringify({ name, value, base, at: Date.now() }));
    } catch {
      return false;
    }
    return true;
  }

  drop(key) {
    localStorage.removeItem(key);
  }

  /** What earlier openings of the page left behind, oldest first. */
  earlier() {
    const others = keys().filter((key) => key.startsWith(this.place) && !key.startsWith(this.key("")));
    return others.map((key) => ({ key, ...JSON.parse(localStorage[key]) })).sort((one, other) => one.at - other.at);
  }
}
