"""Two years with something on every page: the last one finished, this one being judged."""

from datetime import date

from budgets.enums import BuyingStep
from budgets.models import Allocation
from budgets.services import approve, propose
from reports.enums import ReportStage
from reports.models import Letter, LetterRun
from reports.services import order_letters
from scoring.enums import RoundStage
from selection_site.lib import clock
from selection_site.management.year.days import of_the_letter
from submissions.enums import Stage
from tests.factories import budgets as make
from tests.factories.reports import ExportFactory, FollowUpFactory, complete_report, letterhead
from tests.factories.scoring import (
    CriterionFactory,
    DeclarationFactory,
    RoundFactory,
    arrived,
    sheet_for,
)
from tests.factories.submissions import PlanFactory, SubmissionFactory, VersionFactory

TODAY = date(2020, 6, 10)


def two_years(judge):
    """2562 to its last report, 2563 in round 1, where `judge` has handed in one sheet of two."""
    clock.travel(date(2019, 7, 2))
    spent(make.small_call(good=1, year=2562, **of_the_letter(2562)._asdict()))
    clock.travel(TODAY)
    being_judged(make.small_call(good=1), judge)


def spent(call):
    make.released_result(call)
    office = make.staff()
    approve(propose(call, by=office), by=make.director())
    letters_of(call, by=office)
    clock.travel(date(2019, 8, 19))
    first, second = Allocation.objects.filter(batch__call=call).order_by("rank")
    purchase = make.ProcurementFactory(allocation=first)
    make.walk(purchase, BuyingStep.PAID, by=make.district_officer(), first_day=date(2019, 7, 20))
    complete_report(allocation=first, stage=ReportStage.ACCEPTED)
    FollowUpFactory(allocation=first, stage=ReportStage.SENT)
    complete_report(allocation=second, stage=ReportStage.RETURNED)
    ExportFactory(call=call, path="exports/aa/allocation.xlsx", requested_by=office)


def letters_of(call, by):
    """Letters that are made; their files need not lie there."""
    letterhead()
    order_letters(call, dated_on=clock.today(), by=by)
    made = {"path": "letters/aa/letter.pdf", "sha256": "0" * 64, "made_at": clock.now()}
    Letter.objects.update(**made)
    LetterRun.objects.update(joint_path="letters/aa/joint.pdf", archive_path="letters/aa/all.zip")


def being_judged(call, judge):
    round_ = RoundFactory(call=call)
    CriterionFactory(round=round_)
    RoundFactory(call=call, number=2, stage=RoundStage.PREPARED)
    DeclarationFactory(round=round_, judge=judge)
    for total in (88, None):
        submission = arrived(round_)
        VersionFactory(submission=submission)
        sheet_for(round_, judge, submission, total)
    PlanFactory(submission__call=call)
    SubmissionFactory(call=call, stage=Stage.NOT_STARTED)
