"""Two people at one plan in the same moment: one effect, and the other is told."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from groups.enums import Role
from groups.models import Event, Notice
from selection_site.lib import clock
from submissions import services
from submissions.enums import ClipKind, Section, Stage
from submissions.models import Attachment, BusinessPlan, Clip, PlanVersion, Receipt, Step
from submissions.stages import StepRefusedError
from tests.at_once import done_or_refused
from tests.factories.groups import PostFactory
from tests.factories.submissions import (
    AttachmentFactory,
    CallFactory,
    ClipFactory,
    PlanFactory,
    SubmissionFactory,
    VersionFactory,
    plan_values,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(
    64
)  # taken in; what is in it is looked into later
REFUSALS = (
    StepRefusedError,
    services.StalePlanError,
    services.TakingOverRefusedError,
    services.TooManyFilesError,
)


@pytest.fixture(autouse=True)
def in_may(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    clock.travel(date(2020, 5, 20))


@pytest.fixture
def officer():
    return held(Role.DISTRICT)


@pytest.fixture
def province():
    return held(Role.PROVINCE)


def held(role):
    user = PostFactory(role=role).user
    assert user.held
    return user


def at_once(*acts):
    return done_or_refused(*acts, refusals=REFUSALS)


def test_plan_sent_at_once_is_one_version(officer, province):
    clip = ClipFactory(submission=PlanFactory().submission)

    def act():
        services.send(clip.submission, by=officer)

    assert at_once(act, act, act) == ["done", "refused", "refused"]
    assert (PlanVersion.objects.count(), Step.objects.count()) == (1, 1)
    assert Notice.objects.count() == 1


def untouched():
    """Not started yet; its group sent a plan last year."""
    last = SubmissionFactory(call=CallFactory(year=2562), stage=Stage.DECLINED)
    VersionFactory(submission=last)
    return SubmissionFactory(group=last.group)


def test_plan_taken_over_at_once_is_taken_over_once(officer):
    submission = untouched()

    def act():
        services.take_over(submission, by=officer)

    assert at_once(act, act, act) == ["done", "refused", "refused"]
    plan = BusinessPlan.objects.get(submission=submission)
    assert (plan.revision, plan.committee_seats.count()) == (1, 4)
    assert Event.objects.filter(verb="take_over_plan").count() == 1


def test_of_writing_and_taking_over_at_once_nothing_written_is_lost(officer):
    submission = untouched()
    aims = {"vision": "ปีนี้", "objectives": "", "indicators": []}

    at_once(
        lambda: services.save_section(submission, Section.AIMS, aims, known={}, by=officer),
        lambda: services.take_over(submission, by=officer),
    )

    plan = BusinessPlan.objects.get(submission=submission)
    written_first = (plan.vision, plan.to_confirm) == ("ปีนี้", [])
    taken_first = (plan.vision, len(plan.to_confirm)) == (plan_values()["vision"], 9)
    assert written_first or taken_first


def test_of_forwarding_and_returning_at_once_one_is_done(officer, province):
    submission = VersionFactory().submission

    outcome = at_once(
        lambda: services.forward(submission, by=province),
        lambda: services.send_back(submission, by=province, note="แก้งบประมาณ"),
    )

    assert outcome == ["done", "refused"]
    assert (Step.objects.count(), Notice.objects.count()) == (1, 1)


def test_of_writing_and_sending_at_once_the_version_is_what_was_sent(officer):
    clip = ClipFactory(submission=PlanFactory().submission)

    def write():
        services.write_plan(clip.submission, plan_values(vision="ใหม่"), by=officer)

    at_once(write, lambda: services.send(clip.submission, by=officer))

    plan = BusinessPlan.objects.get()
    assert PlanVersion.objects.get().content["plan"]["vision"] == plan.vision


def test_first_section_saved_at_once_begins_one_plan(officer):
    submission = SubmissionFactory()

    def act(vision):
        values = {"vision": vision}
        services.save_section(submission, Section.AIMS, values, known={}, by=officer)

    outcome = at_once(lambda: act("หนึ่ง"), lambda: act("สอง"))

    assert outcome == ["done", "refused"]
    assert (BusinessPlan.objects.get().revision, Step.objects.count()) == (1, 1)


def test_clip_uploaded_at_once_leaves_one_current(officer):
    submission = SubmissionFactory(stage=Stage.DRAFT)

    def act():
        services.upload_clip(
            submission, SimpleUploadedFile("คลิป.mp4", FILM), kind=ClipKind.PLAN, by=officer
        )

    assert at_once(act, act, act) == ["done", "done", "done"]
    assert (Clip.objects.count(), Clip.objects.current().count()) == (3, 1)


def test_last_free_place_for_a_file_is_taken_once(officer):
    submission = SubmissionFactory(stage=Stage.DRAFT)
    AttachmentFactory.create_batch(19, submission=submission)

    def act():
        services.add_attachment(submission, SimpleUploadedFile("รายงาน.pdf", PDF), by=officer)

    assert at_once(act, act, act) == ["done", "refused", "refused"]
    assert Attachment.objects.current().count() == 20


def test_plans_sent_at_once_get_receipts_without_gap_or_repeat():
    submissions = [ClipFactory(submission=PlanFactory().submission).submission for _ in range(4)]
    by = held(Role.DISTRICT)

    outcome = at_once(*(lambda each=each: services.send(each, by=by) for each in submissions))

    assert outcome == ["done"] * 4
    numbers = Receipt.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]


def test_plan_sent_twice_at_once_has_one_receipt(officer):
    clip = ClipFactory(submission=PlanFactory().submission)

    outcome = at_once(*[lambda: services.send(clip.submission, by=officer)] * 3)

    assert outcome == ["done", "refused", "refused"]
    assert Receipt.objects.get().number == 1


def test_receipt_printed_by_two_workers_at_once_is_one_file(officer):
    clip = ClipFactory(submission=PlanFactory().submission)
    services.send(clip.submission, by=officer)

    at_once(services.make_receipts, services.make_receipts)

    receipt = Receipt.objects.get()
    assert (receipt.is_made, receipt.tries) == (True, 1)


def saving(submission, by, base="", **values):
    return lambda: services.save_answer(submission, Section.AIMS, values, base=base, by=by)


def test_two_answers_saved_at_once_are_both_kept(officer):
    submission, other = SubmissionFactory(), held(Role.DISTRICT)

    outcome = at_once(
        saving(submission, officer, vision="หนึ่ง"), saving(submission, other, objectives="สอง")
    )

    plan = BusinessPlan.objects.get()
    assert (outcome, plan.vision, plan.objectives) == (["done", "done"], "หนึ่ง", "สอง")
    assert (plan.revision, Step.objects.count(), plan.savings.count()) == (2, 1, 2)


def test_of_one_answer_saved_at_once_by_two_one_is_asked(officer):
    submission, other = SubmissionFactory(), held(Role.DISTRICT)

    outcome = at_once(
        saving(submission, officer, vision="หนึ่ง"), saving(submission, other, vision="สอง")
    )

    plan = BusinessPlan.objects.get()
    assert (outcome, plan.revision) == (["done", "refused"], 1)
    assert plan.savings.get().by == plan.saved_by


def test_writer_noted_at_once_is_one_row(officer):
    submission = SubmissionFactory()

    def act():
        services.note_writer(submission, Section.AIMS, by=officer)

    assert at_once(act, act, act) == ["done", "done", "done"]
    assert submission.writers.count() == 1
