"""The steps of a submission: who may take which, from where, on which day, and once."""

from datetime import date, datetime
from functools import partial

import pytest

from groups.enums import Role
from groups.models import District, Event, Province
from selection_site.lib import clock
from submissions.enums import Stage
from submissions.models import ProvinceDay, Submission
from submissions.stages import EDGES, StepRefusedError, is_writable, open_steps, take
from tests.at_once import at_once
from tests.factories.groups import PostFactory
from tests.factories.submissions import CallFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

POSTS = [
    "district", "district_head", "province", "province_head", "member", "chair", "staff",
    "director", "auditor", "administrator",
]  # fmt: skip

# Whose post may take which step from where; a dot is a no.
GRID = """
step              from         district  .head  province  .head  member  chair  staff  director  auditor  administrator
start             not_started  yes       .      .         .      .       .      .      .         .        .
send              draft        yes       .      .         .      .       .      .      .         .        .
return            sent         .         .      yes       .      .       .      .      .         .        .
forward           sent         .         .      yes       .      .       .      .      .         .        .
select            forwarded    .         .      .         .      .       .      .      yes       .        .
decline           forwarded    .         .      .         .      .       .      .      yes       .        .
grade_outstanding finalist     .         .      .         .      .       .      .      yes       .        .
grade_good        finalist     .         .      .         .      .       .      .      yes       .        .
withdraw          not_started  .         .      .         .      .       .      yes    .         .        .
withdraw          draft        .         .      .         .      .       .      yes    .         .        .
withdraw          sent         .         .      .         .      .       .      yes    .         .        .
withdraw          forwarded    .         .      .         .      .       .      yes    .         .        .
reinstate_not_started withdrawn .        .      .         .      .       .      yes    .         .        .
reinstate_draft   withdrawn    .         .      .         .      .       .      yes    .         .        .
reinstate_sent    withdrawn    .         .      .         .      .       .      yes    .         .        .
reinstate_forwarded withdrawn  .         .      .         .      .       .      yes    .         .        .
give_up           finalist     .         .      .         .      .       .      .      yes       .        .
give_up           outstanding  .         .      .         .      .       .      .      yes       .        .
give_up           good         .         .      .         .      .       .      .      yes       .        .
promote_finalist  declined     .         .      .         .      .       .      .      yes       .        .
promote_good      declined     .         .      .         .      .       .      .      yes       .        .
raise_grade       good         .         .      .         .      .       .      .      yes       .        .
"""  # noqa: E501  a table is read across


@pytest.fixture(autouse=True)
def in_time():
    clock.travel(date(2020, 5, 20))


def test_steps_are_open_to_the_posts_of_the_grid_alone():
    header, *expected = [line.split() for line in GRID.strip().splitlines()]
    people = [PostFactory(role=role).user for role in POSTS]
    rows = {stage: SubmissionFactory(stage=stage) for stage in Stage}

    found = [
        [
            name,
            source,
            *("yes" if name in open_steps(rows[source], user) else "." for user in people),
        ]
        for name, edge in EDGES.items()
        for source in Stage
        if any(name in open_steps(rows[source], user) for user in people)
    ]

    assert found == expected
    assert len(header) == 2 + len(people)


@pytest.mark.parametrize("name", EDGES)
def test_step_is_refused_to_everybody_at_every_other_stage(name):
    people = [PostFactory(role=role).user for role in POSTS]
    rows = [SubmissionFactory(stage=stage) for stage in Stage if stage not in EDGES[name].sources]

    assert [row.stage for row in rows for user in people if name in open_steps(row, user)] == []


def test_step_is_written_down_with_who_and_when():
    officer = PostFactory(role=Role.PROVINCE).user
    submission = SubmissionFactory(stage=Stage.SENT)

    take(submission.pk, "return", by=officer, note=" ขอใบเสนอราคา ")

    step = submission.steps.get()
    assert (step.name, step.source, step.target) == ("return", Stage.SENT, Stage.DRAFT)
    assert (step.by, step.note, step.at.date()) == (officer, "ขอใบเสนอราคา", date(2020, 5, 20))
    event = Event.objects.latest("number")
    assert (event.verb, event.user, event.detail) == (
        "step_return",
        officer,
        {"step": step.pk, "note": "ขอใบเสนอราคา"},
    )


def test_step_taken_twice_is_refused_the_second_time():
    officer = PostFactory(role=Role.PROVINCE).user
    submission = SubmissionFactory(stage=Stage.SENT)
    take(submission.pk, "forward", by=officer)

    with pytest.raises(StepRefusedError):
        take(submission.pk, "forward", by=officer)

    assert submission.steps.count() == 1


@pytest.mark.parametrize("note", ["", "   ", "\n"])
def test_return_without_a_reason_is_refused(note):
    submission = SubmissionFactory(stage=Stage.SENT)

    with pytest.raises(StepRefusedError):
        take(submission.pk, "return", by=PostFactory(role=Role.PROVINCE).user, note=note)

    assert submission.steps.count() == 0


def test_plan_is_not_sent_by_another_district():
    stranger = PostFactory(role=Role.DISTRICT, district=District.objects.get(code="2701")).user

    with pytest.raises(StepRefusedError):
        take(SubmissionFactory(stage=Stage.DRAFT).pk, "send", by=stranger)


@pytest.mark.parametrize("name", ["return", "forward"])
def test_plan_is_not_moved_by_another_province(name):
    stranger = PostFactory(role=Role.PROVINCE, province=Province.objects.get(code="22")).user

    with pytest.raises(StepRefusedError):
        take(SubmissionFactory(stage=Stage.SENT).pk, name, by=stranger, note="เหตุผล")


@pytest.mark.parametrize(
    ("moment", "is_in_time"),
    [
        ("2020-05-06 23:59:59", False),
        ("2020-05-07 00:00:00", True),
        ("2020-05-29 23:59:59", True),
        ("2020-05-30 00:00:00", False),
    ],
)
def test_plans_are_taken_by_the_clock_of_bangkok(moment, is_in_time):
    clock.travel(datetime.fromisoformat(f"{moment}+07:00"))
    officer = PostFactory(role=Role.DISTRICT).user
    draft, sent = SubmissionFactory(stage=Stage.DRAFT), SubmissionFactory(stage=Stage.SENT)
    province = PostFactory(role=Role.PROVINCE).user

    assert is_writable(draft, officer) is is_in_time
    assert ("send" in open_steps(draft, officer)) is is_in_time
    assert (open_steps(sent, province) == ["return", "forward"]) is is_in_time


def test_nothing_is_open_before_the_call_is():
    draft = SubmissionFactory(call=CallFactory(opened=False), stage=Stage.DRAFT)

    assert open_steps(draft, PostFactory(role=Role.DISTRICT).user) == []


@pytest.mark.parametrize(("day", "is_late"), [(19, False), (20, False), (21, True)])
def test_plan_sent_after_the_province_s_day_is_marked_and_taken(day, is_late, stop_clock):
    clock.travel(date(2020, 5, 15))
    submission = SubmissionFactory(stage=Stage.DRAFT)
    province = PostFactory(role=Role.PROVINCE).user
    ProvinceDay.objects.create(
        call=submission.call,
        province=submission.province,
        due_on=date(2020, 5, 20),
        set_by=province,
    )
    officer = PostFactory(role=Role.DISTRICT).user
    stop_clock(datetime(2020, 5, day, 23, 59, 59, tzinfo=clock.BANGKOK))

    sent = take(submission.pk, "send", by=officer)

    assert (sent.stage, sent.sent_late) == (Stage.SENT, is_late)


def test_plan_counts_to_the_last_second_of_the_department_s_day_in_bangkok(stop_clock):
    clock.travel(date(2020, 5, 20))
    in_time, too_late = SubmissionFactory.create_batch(2, stage=Stage.DRAFT)
    officer = PostFactory(role=Role.DISTRICT).user
    assert officer.held

    stop_clock(datetime(2020, 5, 29, 23, 59, 59, tzinfo=clock.BANGKOK))
    sent = take(in_time.pk, "send", by=officer)
    stop_clock(datetime(2020, 5, 30, 0, 0, 0, tzinfo=clock.BANGKOK))
    with pytest.raises(StepRefusedError):
        take(too_late.pk, "send", by=officer)

    too_late.refresh_from_db()
    assert (sent.stage, too_late.stage) == (Stage.SENT, Stage.DRAFT)


def test_returned_plan_has_no_mark_of_lateness():
    submission = SubmissionFactory(stage=Stage.SENT, sent_late=True)

    returned = take(submission.pk, "return", by=PostFactory(role=Role.PROVINCE).user, note="แก้")

    assert (returned.sent_at, returned.sent_late) == (None, False)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_people_forwarding_at_once_one_is_refused():
    submission = SubmissionFactory(stage=Stage.SENT)
    people = [PostFactory(role=Role.PROVINCE).user for _ in range(2)]

    def forward(user):
        return take(submission.pk, "forward", by=user).stage

    outcomes = at_once(*[partial(forward, user) for user in people], refusals=StepRefusedError)

    assert sorted(outcomes) == [Stage.FORWARDED, "refused"]
    assert submission.steps.count() == 1
    assert Submission.objects.get().stage == Stage.FORWARDED
