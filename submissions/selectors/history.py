"""What happened to a submission, and what the province looks at before it forwards."""

from collections.abc import Iterator
from typing import NamedTuple

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selection_site.lib import dates, money
from selection_site.lib.components import Happening
from submissions.enums import BudgetSource, ClipState
from submissions.models import PlanVersion, Submission
from submissions.selectors.budget import budget_cut, total_satang
from submissions.selectors.cautions import cautions

STEPS = {
    "start": gettext_lazy("Writing began"),
    "send": gettext_lazy("Sent to the province"),
    "return": gettext_lazy("Returned to the district"),
    "forward": gettext_lazy("Forwarded to the department"),
    "select": gettext_lazy("Kept after round 1"),
    "decline": gettext_lazy("Not selected"),
    "give_up": gettext_lazy("Withdrew after the result"),
    "grade_outstanding": gettext_lazy("Result: outstanding"),
    "grade_good": gettext_lazy("Result: good"),
    "promote_finalist": gettext_lazy("Moved up from the reserve list"),
    "promote_good": gettext_lazy("Moved up from the reserve list"),
    "raise_grade": gettext_lazy("Moved up to 'outstanding'"),
}


def history(submission: Submission) -> list[Happening]:
    """Every step, the newest first; one query."""
    return [
        Happening(
            str(STEPS[step.name]),
            str(step.by),
            dates.localized_datetime(step.at),
            step.note,
            "warn" if step.name == "return" else "",
        )
        for step in submission.steps.select_related("by")
    ]


class Check(NamedTuple):
    """One thing to look at before forwarding; `tone` is good, warn or bad, in words `finding`."""

    title: str
    finding: str
    tone: str


def gate_checks(submission: Submission, version: PlanVersion) -> list[Check]:
    """What can be told of the sent plan without judging it; a bad one stops forwarding."""
    return [*_times(submission), _clip(version), *_money(version), *_warnings(version)]


def _times(submission: Submission) -> Iterator[Check]:
    sent = submission.sent_at
    if sent is not None:
        when = dates.localized_datetime(sent)
        late = submission.sent_late
        finding = _("%(when)s, after the province's day") % {"when": when} if late else when
        yield Check(_("Sent to the province"), finding, "warn" if late else "good")


def _clip(version: PlanVersion) -> Check:
    clip = version.clip
    if clip.state == ClipState.REFUSED:
        return Check(_("Clip"), clip.refusal, "bad")
    if clip.state != ClipState.PLAYABLE or clip.seconds is None:
        return Check(_("Clip"), _("still being checked; wait before you forward"), "bad")
    minutes, seconds = divmod(int(clip.seconds), 60)
    facts = {"minutes": minutes, "seconds": f"{seconds:02d}", "size": filesizeformat(clip.bytes)}
    return Check(_("Clip"), _("plays, %(minutes)s:%(seconds)s minutes, %(size)s") % facts, "good")


def _money(version: PlanVersion) -> Iterator[Check]:
    content, call = version.content, version.content["call"]
    asked = money.format_satang(total_satang(content, BudgetSource.DEPARTMENT))
    most = money.format_baht(call["outstanding_baht"])
    yield Check(
        _("Asked of the department"),
        _("%(asked)s baht, within the %(most)s baht of the larger award")
        % {"asked": asked, "most": most},
        "good",
    )
    cut = budget_cut(content, [call["good_baht"]])[0]
    facts = {
        "count": len(cut.items),
        "bought": money.format_satang(cut.total_satang),
        "least": money.format_baht(call["good_baht"]),
    }
    yield Check(
        _("With the smaller award"),
        _("the first %(count)s lines for %(bought)s of %(least)s baht") % facts,
        "good",
    )


def _warnings(version: PlanVersion) -> Iterator[Check]:
    for caution in cautions(version.content):
        yield Check(str(caution.section.label), caution.sentence, "warn")
