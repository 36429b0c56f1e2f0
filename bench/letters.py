"""Letters: what the first costs, what each further one from the same press, what all in one."""

from functools import partial
from statistics import median

from bench.counting import Figures, cpu_ms
from bench.pages import FINISHED
from reports.models import Letter
from reports.services.letters import page_of
from selection_site.lib.pdf import Press


def figures() -> Figures:
    letters = Letter.objects.filter(run__call__year=FINISHED).order_by("number")
    pages = [page_of(letter.content) for letter in letters]
    Press().render(pages[0])  # loads the library: once in the life of a worker
    first = cpu_ms(lambda: Press().render(pages[0]))
    press = Press()
    sizes = [len(press.render(page)) for page in pages]
    warm = median(cpu_ms(partial(press.render, page), times=1) for page in pages)
    joint = cpu_ms(lambda: press.join(pages), times=1)
    return {
        "letters": len(pages),
        "a further letter, of the first": warm / first,
        "all in one document, of as many letters": joint / (warm * len(pages)),
        "bytes of a letter": int(median(sizes)),
        "bytes of one document, of as many letters": len(press.join(pages)) / sum(sizes),
    }
