"""What happened to a submission."""

from django.utils.translation import gettext_lazy, ngettext

from selection_site.lib import dates
from selection_site.lib.components import Happening
from submissions.enums import WITHDRAWABLE
from submissions.models import Step, Submission

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
    "withdraw": gettext_lazy("Withdrawn from the year"),
    **{f"reinstate_{stage}": gettext_lazy("Withdrawal taken back") for stage in WITHDRAWABLE},
    "promote_finalist": gettext_lazy("Moved up from the reserve list"),
    "promote_good": gettext_lazy("Moved up from the reserve list"),
    "raise_grade": gettext_lazy("Moved up to 'outstanding'"),
}
WARNED = ("return", "withdraw")


def history(submission: Submission) -> list[Happening]:
    """Every step, the newest first; one query."""
    return [
        Happening(
            str(STEPS[step.name]),
            str(step.by),
            dates.localized_datetime(step.at),
            _said(step),
            "warn" if step.name in WARNED else "",
        )
        for step in submission.steps.select_related("by")
    ]


def _said(step: Step) -> str:
    """The note, and how many comments went with it."""
    if not step.remarks:
        return step.note
    text = ngettext("with %(count)s comment", "with %(count)s comments", step.remarks)
    return "\n".join(filter(None, [step.note, text % {"count": step.remarks}]))
