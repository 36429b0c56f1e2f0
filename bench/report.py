"""Brings the measurements of few and of many groups together, and prints them."""

from collections.abc import Iterator, Sequence
from typing import Any

FIRST_VISIT, LATER_PAGE = 60_000, 15_000  # bytes over the wire: what the design allows
SECTIONS = {
    "letters": "Letters",
    "ranking": "Ranking",
    "panels": "Sharing out 10,000 groups among 200 members",
    "workbooks": "Workbooks",
    "serving": "A clip of 50 MB",
}
HEADINGS = ("page", "login", "queries", "ratio", "same", "HTML", "sent", "first", "CPU", "")


def joined(few: dict[str, Any], many: dict[str, Any], *, groups: tuple[int, int]) -> dict[str, Any]:
    """One row a page: as it is with many groups, its queries against those with few."""
    rows = [
        compared(small, large) for small, large in zip(few["pages"], many["pages"], strict=True)
    ]
    return {
        "groups": {"few": groups[0], "many": groups[1]},
        "allowed": {"first": FIRST_VISIT, "sent": LATER_PAGE},
        **many,
        "pages": rows,
    }


def compared(few: dict[str, Any], many: dict[str, Any]) -> dict[str, Any]:
    """The page with many groups; `ratio` is 1.0 when it needs no more queries than with few."""
    if few["page"] != many["page"]:
        raise ValueError(f"{few['page']} is not {many['page']}")
    ratio = many["queries"] / few["queries"] if few["queries"] else 1.0
    row = {**many, "queries_few": few["queries"], "ratio": round(ratio, 2)}
    return {**row, "cpu": round(many["cpu"], 1), "remarks": list(remarks(row))}


def remarks(row: dict[str, Any]) -> Iterator[str]:
    if row["ratio"] > 1:
        yield "queries grow with the groups"
    if row["sent"] > LATER_PAGE:
        yield f"more than {LATER_PAGE // 1000} kB"
    if row["first"] > FIRST_VISIT:
        yield f"first visit more than {FIRST_VISIT // 1000} kB"


def table(found: dict[str, Any]) -> str:
    """All of it as lines of text, the pages first."""
    return "\n".join([*_pages(found), *_sections(found), ""])


def _pages(found: dict[str, Any]) -> Iterator[str]:
    groups = found["groups"]
    yield (
        f"Pages of years with {groups['many']} groups. ratio: queries against {groups['few']} "
        "groups; same: times that the most frequent statement ran;"
    )
    yield (
        "sent: kB of the page as sent; first: with style, scripts and drawings; "
        f"CPU: against a page that only says ok ({found['empty page, CPU ms']} ms)."
    )
    yield ""
    yield _line(HEADINGS)
    for row in found["pages"]:
        yield _line(
            (
                row["page"],
                row["login"] or "-",
                row["queries"],
                f"{row['ratio']:.2f}",
                row["repeated"],
                *(f"{row[name] / 1000:.1f}" for name in ("html", "sent", "first")),
                f"{row['cpu']:.0f}",
                f"{row['view']}: {', '.join(row['remarks'])}" if row["remarks"] else "",
            )
        )
    largest = {name: max(row[name] for row in found["pages"]) / 1000 for name in ("sent", "first")}
    yield ""
    yield (
        f"{len(found['pages'])} pages; the largest sent {largest['sent']:.1f} of "
        f"{LATER_PAGE / 1000:.0f} kB, at a first visit {largest['first']:.1f} of "
        f"{FIRST_VISIT / 1000:.0f} kB; {sum(bool(row['remarks']) for row in found['pages'])} "
        "with a remark."
    )


def _line(cells: Sequence[object]) -> str:
    page, login, *numbers, remark = map(str, cells)
    return f"{page:<22}{login:<15}{''.join(f'{cell:>8}' for cell in numbers)}  {remark}".rstrip()


def _sections(found: dict[str, Any]) -> Iterator[str]:
    for name, title in SECTIONS.items():
        yield ""
        yield title
        for what, value in found[name].items():
            yield f"  {what:<52}{_figure(value):>12}"


def _figure(value: float) -> str:
    return f"{value:.2f}" if isinstance(value, float) else f"{value:,}"
