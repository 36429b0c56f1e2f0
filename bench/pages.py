"""The pages that are measured: each one that somebody opens on an ordinary day of their post."""

from typing import NamedTuple

from django.urls import reverse

from budgets.models import Allocation
from scoring.enums import RoundNumber
from scoring.models import Round, Sheet
from selection_site.lib import clock, dates
from selection_site.management.year.places import ARANYAPRATHET, SA_KAEO
from submissions.enums import Section, Stage
from submissions.models import Submission

DISTRICT, PROVINCE = f"district{ARANYAPRATHET}", f"province{SA_KAEO}"
POSTS = (
    DISTRICT, PROVINCE, "member1", "chair", "staff", "director", "auditor", "administrator"
)  # fmt: skip
# How far the members of the demonstration year have come: nothing, half, everything.
UNDECLARED, HALFWAY, DONE = "member6", "member3", "member1"
FINISHED = 2563


class Page(NamedTuple):
    """A page as one login sees it; without a login, as a stranger does."""

    name: str
    login: str
    address: str


def page(name: str, login: str, view: str, *args: object, query: str = "") -> Page:
    return Page(name, login, reverse(view, args=args) + query)


def being_written() -> int:
    """The demonstration year that is open for plans; the one before it is being marked."""
    return dates.fiscal_year(clock.today())


def pages() -> list[Page]:
    """Everything but the ranking of a round whose marking ends only after these are measured."""
    return [
        page("log in", "", "account_login"),
        *(page("home", login, "reports:home") for login in POSTS),
        *_plans(),
        *_year(),
        *_scoring(),
        *_money(),
        *_letters_and_results(),
        *_people(),
    ]


def ranking_of_marks() -> list[Page]:
    """The order while it is still computed from the sheets: for the chair, before closing."""
    return [page("ranking from sheets", "chair", "scoring:ranking", _round(being_written() - 1))]


def _plans() -> list[Page]:
    year = being_written()
    own = Submission.objects.get(call__year=year, district=ARANYAPRATHET).pk
    sent = Submission.objects.filter(call__year=year, stage=Stage.SENT).order_by("pk")[0]
    judged = Submission.objects.get(call__year=FINISHED, district=ARANYAPRATHET).pk
    sections = [
        page(f"plan, {part}", DISTRICT, "submissions:section", own, part)
        for part in (
            Section.GROUP,
            Section.FINANCES,
            Section.AIMS,
            Section.ACTIVITIES,
            Section.BUDGET,
        )
    ]
    return [
        *(
            page("plans of a year", login, "submissions:overview", query=f"?year={year}")
            for login in (DISTRICT, PROVINCE, "staff", "auditor")
        ),
        page("submission, draft", DISTRICT, "submissions:detail", own),
        page("submission, sent", f"province{sent.province_id}", "submissions:detail", sent.pk),
        page("check of a plan", f"province{sent.province_id}", "submissions:check", sent.pk),
        page("submission, judged", "staff", "submissions:detail", judged),
        page("plan, preview", DISTRICT, "submissions:preview", own),
        *sections,
        page("clip", DISTRICT, "submissions:clip", own),
        page("files", DISTRICT, "submissions:files", own),
        page("plan as sent", "staff", "submissions:version", judged, 1),
    ]


def _year() -> list[Page]:
    year = being_written()
    return [
        page("calls", "staff", "submissions:calls"),
        page("call", "staff", "submissions:call", year),
        page("call, change", "staff", "submissions:call_change", year),
        page("days of provinces", "staff", "submissions:province_days", year),
        page("roster", "staff", "submissions:roster", year),
    ]


def _scoring() -> list[Page]:
    year = being_written() - 1
    marked, closed = _round(year), _round(FINISHED)
    sheets = Sheet.objects.filter(assignment__round=marked).order_by("assignment__position")
    half = sheets.filter(assignment__judge__email__startswith=f"{HALFWAY}@")
    done = sheets.filter(assignment__judge__email__startswith=f"{DONE}@")
    return [
        *(
            page("scoring", login, "scoring:home", year)
            for login in (HALFWAY, "chair", "staff", "director")
        ),
        page("criteria", "staff", "scoring:criteria", marked),
        page("who judges what", "staff", "scoring:sharing", marked),
        page("conflicts", "chair", "scoring:conflicts", marked),
        page("declare", UNDECLARED, "scoring:declare", marked),
        page("queue", HALFWAY, "scoring:queue", marked),
        page("sheet to mark", HALFWAY, "scoring:sheet", half.filter(handed_in_at=None)[0].pk),
        page("sheet handed in", DONE, "scoring:sheet", done[0].pk),
        *(page("progress", login, "scoring:progress", marked) for login in ("chair", "staff")),
        *(
            page("ranking, closed", login, "scoring:ranking", closed)
            for login in ("chair", "staff")
        ),
        *(page("result", login, "scoring:result", closed) for login in (PROVINCE, "staff")),
    ]


def _round(year: int) -> int:
    return Round.objects.get(call__year=year, number=RoundNumber.FIRST).pk


def first_award() -> Allocation:
    return Allocation.objects.approved().filter(batch__call__year=FINISHED).for_list()[0]


def _money() -> list[Page]:
    award = first_award()
    province = f"province{award.submission.province_id}"
    return [
        *(page("money", login, "budgets:year", FINISHED) for login in (province, "staff")),
        page("allocation of a year", "director", "budgets:batch", FINISHED),
        *(page("award", login, "budgets:detail", award.pk) for login in (province, "staff")),
    ]


def _letters_and_results() -> list[Page]:
    award = first_award()
    province = f"province{award.submission.province_id}"
    return [
        *(page("letters", login, "reports:letters", FINISHED) for login in (province, "staff")),
        *(page("results", login, "reports:results", FINISHED) for login in (province, "staff")),
        *(
            page("result report", login, "reports:result", award.pk)
            for login in (province, "staff")
        ),
        page("follow-up", province, "reports:follow_up", award.pk),
        page("exports", "staff", "reports:exports"),
    ]


def _people() -> list[Page]:
    return [
        page("people", "administrator", "groups:people"),
        page("letterhead", "administrator", "reports:agency"),
        page("audit", "auditor", "reports:audit"),
        *(page("notices", login, "groups:notices") for login in (PROVINCE, "staff")),
    ]
