"""The acts of a year in their order; `rehearse` walks all of them, the demonstration some."""

from collections.abc import Callable, Iterator

from budgets.enums import Grade
from budgets.models import Allocation
from budgets.services import BatchRefusedError, LedgerRefusedError, PurchaseRefusedError
from reports.enums import ReportStage
from reports.models import Letter, ResultReport
from reports.services import IncompleteReportError, LetterRefusedError
from reports.stages import ReportRefusedError
from scoring.enums import Outcome, RoundNumber
from scoring.models import Standing
from scoring.services import RoundRefusedError
from selection_site.lib.uploads import UploadError
from selection_site.management.year import judging, opening, reporting, sending, spending
from selection_site.management.year.setting import Counts, Setting
from submissions.models import Call, Submission
from submissions.services import CallRefusedError, ClipNotReadyError, IncompletePlanError
from submissions.stages import StepRefusedError

ACTS: dict[str, Callable[[Setting], Counts]] = {
    "call": opening.open_year,
    "roster": opening.read_roster_in,
    "plans": sending.write_plans,
    "forwarded": sending.forward_plans,
    "round1": judging.first_round,
    "round2": judging.second_round,
    "allocation": spending.allocate,
    "letters": spending.write_letters,
    "procurement": spending.buy,
    "results": reporting.report,
}
STAGES = (*ACTS, "done")

# What a broken rule raises, with the reason in its words.
REFUSALS = (
    CallRefusedError,
    StepRefusedError,
    IncompletePlanError,
    ClipNotReadyError,
    RoundRefusedError,
    BatchRefusedError,
    PurchaseRefusedError,
    LedgerRefusedError,
    LetterRefusedError,
    ReportRefusedError,
    IncompleteReportError,
    UploadError,
)


def walk(setting: Setting, *, until: str = "done") -> Iterator[tuple[str, Counts]]:
    """Carry out the acts up to and including `until`; each comes back with what it counted."""
    for name, act in ACTS.items():
        yield name, act(setting)
        if name == until:
            return


def summary(year: int) -> Counts:
    """The figures of a finished year, counted from the rows, not from what the acts said."""
    call = Call.objects.get(year=year)
    standings = Standing.objects.filter(round__call=call)
    grades = Allocation.objects.approved().filter(batch__call=call)
    reports = ResultReport.objects.filter(allocation__batch__call=call)
    return {
        "year": year,
        "submitted": Submission.objects.filter(call=call).arrived().count(),
        "finalists": standings.filter(
            round__number=RoundNumber.FIRST, outcome=Outcome.KEPT
        ).count(),
        "outstanding": grades.filter(grade=Grade.OUTSTANDING).count(),
        "good": grades.filter(grade=Grade.GOOD).count(),
        "baht": call.allocated_baht,
        "letters": Letter.objects.filter(run__call=call).exclude(path="").count(),
        "reports": reports.filter(stage=ReportStage.ACCEPTED).count(),
    }
