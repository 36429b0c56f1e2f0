"""What changed between two contents of one plan, place by place."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from submissions.enums import Section
from submissions.models import PlanVersion
from submissions.models.plans import PlanRow
from submissions.selectors.content import Content
from submissions.selectors.lines import LineRow, plan_lines, row_name, row_text
from submissions.selectors.sections import PARTS, row_fields
from submissions.selectors.versions import version_files

Pairs = list[tuple[int | None, int | None]]


class Change(NamedTuple):
    """A place whose value differs; an empty side says that the row or file was not there."""

    section: Section
    path: str
    label: str
    old: str
    new: str


def changes(old: Content, new: Content) -> list[Change]:
    """Every place that differs, in the order of the sections; rows are matched by what they say."""
    before = {each.key: each for each in plan_lines(old)}
    found: list[Change] = []
    for section in plan_lines(new):
        key, was = Section(section.key), before[section.key]
        for line, old_line in zip(section.lines, was.lines, strict=True):
            if line.text != old_line.text:
                found.append(Change(key, line.path, line.label, old_line.text, line.text))
        part = PARTS.get(key)
        if part and part.model:
            pairs = matched(old.get(part.rows, []), new.get(part.rows, []), part.model)
            found += _of_rows(key, pairs, was.rows, section.rows)
    return found


def _of_rows(
    section: Section, pairs: Pairs, old: Sequence[LineRow], new: Sequence[LineRow]
) -> Iterator[Change]:
    for before, after in pairs:
        if before is None and after is not None:
            name = _("%(row)s (added)") % {"row": new[after].title}
            yield Change(section, new[after].path, name, "", row_text(new[after]))
        elif after is None and before is not None:
            name = _("%(row)s (taken out)") % {"row": old[before].title}
            yield Change(section, "", name, row_text(old[before]), "")
        elif before is not None and after is not None:
            for was, line in zip(old[before].lines, new[after].lines, strict=True):
                if was.text != line.text:
                    name = f"{new[after].title} · {line.label}"
                    yield Change(section, line.path, name, was.text, line.text)


def matched(old: Sequence[Content], new: Sequence[Content], model: type[PlanRow]) -> Pairs:
    """Which old row became which new one, in the order of the new; rows that are gone come last.

    First the equal ones, then those of one name, then those that agree in more than half of what
    they say; of several, the nearest.
    """
    names = row_fields(model)
    became: dict[int, int] = {}
    for alike in (_equal, _same_name, _mostly):
        open_ = [place for place in range(len(old)) if place not in became.values()]
        for after, row in enumerate(new):
            near = sorted(open_, key=lambda place, at=after: abs(place - at))  # type: ignore[misc]  # at is bound now
            found = next((at for at in near if alike(old[at], row, names)), None)
            if after not in became and found is not None:
                became[after] = found
                open_.remove(found)
    gone = [before for before in range(len(old)) if before not in became.values()]
    return [
        *((became.get(after), after) for after in range(len(new))),
        *((before, None) for before in gone),
    ]


def _equal(old: Content, new: Content, names: Sequence[str]) -> bool:
    return all(old.get(name) == new.get(name) for name in names)


def _same_name(old: Content, new: Content, names: Sequence[str]) -> bool:
    return bool(row_name(old)) and row_name(old) == row_name(new)


def _mostly(old: Content, new: Content, names: Sequence[str]) -> bool:
    said = [name for name in names if old.get(name) not in (None, "", [])]
    same = sum(old[name] == new.get(name) for name in said)
    return 2 * same > len(said)


def path_now(old: Content, new: Content, section: str, path: str) -> str | None:
    """Where a place of the old content stands in the new one; None when its row is gone."""
    part = PARTS.get(Section(section))
    if part is None or part.model is None or not path.startswith(f"{part.rows}-"):
        return path
    place, _dash, name = path.removeprefix(f"{part.rows}-").partition("-")
    for before, after in matched(old.get(part.rows, []), new.get(part.rows, []), part.model):
        if before == int(place):
            if after is None:
                return None
            return "-".join(filter(None, [part.rows, str(after), name]))
    return None


def version_changes(old: PlanVersion, new: PlanVersion) -> list[Change]:
    """What changed between two versions: the plan, then its clip and its files; two queries."""
    found = changes(old.content, new.content)
    if old.clip.sha256 != new.clip.sha256:
        found.append(Change(Section.CLIP, "", _("Clip"), old.clip.name, new.clip.name))
    if old.captions_path != new.captions_path:
        found.append(_captions_change(old.captions_name, new.captions_name))
    was, now = version_files(old), version_files(new)
    kept = {file.sha256 for file in was} & {file.sha256 for file in now}
    found += [
        Change(Section.FILES, "", _("File taken out"), file.name, "")
        for file in was
        if file.sha256 not in kept
    ]
    found += [
        Change(Section.FILES, "", _("File added"), "", file.name)
        for file in now
        if file.sha256 not in kept
    ]
    called = {file.pk: file.get_kind_display() for file in was}
    return found + [
        Change(Section.FILES, "", file.name, called[file.pk], file.get_kind_display())
        for file in now
        if called.get(file.pk, file.get_kind_display()) != file.get_kind_display()
    ]


def _captions_change(old: str, new: str) -> Change:
    """Corrected captions mostly come under the name they had: then what is new is said in words."""
    if old == new:
        new = _("%(name)s (replaced)") % {"name": new}
    return Change(Section.CLIP, "", _("Captions"), old, new)
