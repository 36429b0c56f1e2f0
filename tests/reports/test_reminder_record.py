"""The record of reminders: sent, opened, acted on, per person; failed mails tried again."""

import smtplib
from datetime import date

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from groups import tasks
from groups.enums import Role
from groups.models import Digest, Event, Notice
from reports.selectors.reminders import lines, narrowed, sums
from scoring import services as scoring
from scoring.enums import ConflictReason
from selection_site.lib import clock
from submissions import services
from submissions.enums import Stage
from tests.factories.budgets import AllocationFactory
from tests.factories.groups import PostFactory
from tests.factories.scoring import DeclarationFactory, RoundFactory, arrived, sheet_for
from tests.factories.submissions import CallFactory, SubmissionFactory

pytestmark = pytest.mark.django_db
FRIDAY = date(2020, 5, 22)


class FailingBackend(EmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({"x": (550, b"no such user")})


@pytest.fixture
def call():
    with clock.at(date(2020, 5, 7)):
        return CallFactory()


@pytest.fixture(autouse=True)
def on_friday():
    clock.travel(FRIDAY)


@pytest.fixture
def staff(client):
    user = PostFactory(role=Role.STAFF).user
    client.force_login(user)
    return user


def reminded(call, **fields):
    row = SubmissionFactory(call=call, **fields)
    officer = PostFactory(role=Role.DISTRICT).user
    services.plan_reminders(call)
    return row, officer


def page(call, **query):
    return reverse("reports:reminders", args=[call.year], query=query)


def test_record_tells_who_was_reminded_of_what_and_what_became_of_it(client, call, staff):
    row, officer = reminded(call)
    waiting = lines(call)[0]
    tasks.deliver_digests()
    client.force_login(officer)
    notice = Notice.objects.get()

    answer = client.post(reverse("groups:notice_opened", args=[notice.pk]))
    row.stage, row.started_at, row.sent_at = Stage.SENT, clock.now(), clock.now()
    row.save()

    [line] = lines(call)
    assert (waiting.notice.sent_at, waiting.has_acted) == (None, False)
    assert answer.status_code == 204
    assert (line.notice.address, line.notice.opened_at is not None) == (officer.email, True)
    assert ([group.pk for group in line.groups], line.acted, line.has_acted) == ([row.pk], 1, True)
    assert str(line.rung) != line.notice.rung


def test_somebody_elses_opening_counts_nothing(client, call, staff):
    reminded(call)

    client.post(reverse("groups:notice_opened", args=[Notice.objects.get().pk]))

    assert Notice.objects.get().opened_at is None


def test_get_of_the_page_writes_no_opening(client, call):
    _row, officer = reminded(call)
    client.force_login(officer)
    notice = Notice.objects.get()

    answer = client.get(reverse("groups:notice_opened", args=[notice.pk]))
    client.get(f"{notice.path}?notice={notice.pk}")

    notice.refresh_from_db()
    assert (answer.status_code, notice.opened_at, notice.read_at) == (405, None, None)


def test_opening_from_the_list_of_notices_counts_and_marking_read_does_not(client, call):
    _row, officer = reminded(call)
    client.force_login(officer)
    notice = Notice.objects.get()

    client.post(reverse("groups:read_notices"))
    read_only = lines(call)[0].notice.opened_at
    client.post(reverse("groups:open_notice", args=[notice.pk]))

    assert (read_only, lines(call)[0].notice.opened_at is not None) == (None, True)


def test_failing_address_is_shown_and_tried_again(client, call, staff, settings):
    backend = settings.EMAIL_BACKEND
    _row, officer = reminded(call)
    settings.EMAIL_BACKEND = f"{__name__}.FailingBackend"
    tasks.deliver_digests()
    settings.EMAIL_BACKEND = backend
    shown = client.get(page(call)).content.decode()
    retry = reverse("reports:retry_reminder", args=[Digest.objects.get().pk])

    client.post(retry)
    tasks.deliver_digests()
    client.post(retry)

    assert ("no such user" in shown, retry in shown) == (True, True)
    assert [message.to for message in mail.outbox] == [[officer.email]]
    assert Event.objects.filter(verb="retry_reminder").count() == 1


def test_marking_is_acted_on_when_every_sheet_is_in(call, staff):
    clock.travel(date(2020, 6, 10))
    member = PostFactory(role=Role.MEMBER).user
    round_ = RoundFactory(call=call)
    DeclarationFactory(round=round_, judge=member)
    sheet_for(round_, member, arrived(round_))
    sheet_for(round_, member, arrived(round_), "70")
    clock.travel(date(2020, 6, 23))

    scoring.plan_reminders(call)

    [line] = lines(call)
    assert (line.notice.duty, line.acted, line.total) == ("marking-1", 1, 2)


def test_marking_is_acted_on_when_the_sheet_that_is_left_ends_by_a_conflict(call, staff):
    clock.travel(date(2020, 6, 10))
    member = PostFactory(role=Role.MEMBER).user
    round_ = RoundFactory(call=call)
    DeclarationFactory(round=round_, judge=member)
    left = arrived(round_)
    sheet_for(round_, member, left)
    sheet_for(round_, member, arrived(round_), "70")
    clock.travel(date(2020, 6, 23))
    scoring.plan_reminders(call)

    scoring.step_out(round_, left, judge=member, reason=ConflictReason.RELATIVE, note="")

    [line] = lines(call)
    assert (line.acted, line.total) == (1, 1)


def test_sums_count_by_duty_and_rung(call, staff):
    reminded(call)
    tasks.deliver_digests()
    clock.travel(date(2020, 5, 26))
    services.plan_reminders(call)

    found = [(str(s.people), s.sent, s.opened, s.acted) for s in sums(lines(call))]

    assert found == [("1", 1, 0, 0), ("1", 0, 0, 0)]


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({}, 1),
        ({"duty": "plans"}, 1),
        ({"duty": "result"}, 0),
        ({"rung": "7"}, 1),
        ({"rung": "3"}, 0),
        ({"state": "unsent"}, 1),
        ({"state": "unopened"}, 0),
        ({"state": "idle"}, 1),
        ({"text": "สระแก้ว โสนน้อย"}, 1),
        ({"text": "เชียงใหม่"}, 0),
    ],
)
def test_record_is_narrowed(call, wanted, count):
    reminded(call)

    assert len(narrowed(lines(call), **wanted)) == count


def test_reminder_that_a_newer_one_replaced_is_shown_as_such_and_not_as_mailed(client, call, staff):
    reminded(call)
    clock.travel(date(2020, 5, 26))
    services.plan_reminders(call)
    tasks.deliver_digests()

    shown = client.get(page(call)).content.decode()

    found = {line.notice.rung: (line.is_replaced, line.notice.address) for line in lines(call)}
    assert found == {"7": (True, ""), "3": (False, Notice.objects.get(rung="3").user.email)}
    assert [(s.people, s.sent) for s in sums(lines(call))] == [(1, 0), (1, 1)]
    assert shown.count("มีฉบับใหม่กว่าแทนแล้ว") == 2  # to choose from, and on the line
    assert [len(narrowed(lines(call), state=state)) for state in ("unsent", "replaced")] == [0, 1]


@pytest.mark.parametrize("role", Role)
def test_record_is_read_by_those_who_oversee_and_retried_by_staff_alone(client, call, role):
    reminded(call)
    user = PostFactory(role=role).user
    Digest.objects.create(user=user, day=FRIDAY, last_error="x")
    client.force_login(user)

    read = client.get(page(call)).status_code
    retried = client.post(reverse("reports:retry_reminder", args=[Digest.objects.get().pk]))

    assert read == (200 if role in (Role.STAFF, Role.DIRECTOR, Role.AUDITOR) else 404)
    assert retried.status_code == (302 if role == Role.STAFF else 404)


@pytest.mark.parametrize("groups", [1, 3])
def test_record_costs_the_same_whatever_the_number_of_reminders(
    client, call, staff, groups, django_assert_num_queries
):
    for _ in range(groups):
        reminded(call)
    client.get(page(call))

    with django_assert_num_queries(16):
        client.get(page(call))


def test_duty_after_the_allocation_is_reminded_of_by_hand(client, staff):
    clock.travel(date(2020, 7, 2))
    allocation = AllocationFactory()
    officer = PostFactory(role=Role.PROVINCE).user
    remind = reverse("reports:remind", args=[2563, "result"])

    shown = client.get(remind)
    found = shown.context["found"]
    client.post(remind, {"seal": found.seal, "to": [p.key for p in found.people]})

    assert [(p.post.user, p.groups) for p in found.people] == [
        (officer, [str(allocation.submission.group)])
    ]
    assert Notice.objects.get().about == [allocation.submission_id]
    assert client.get(reverse("reports:remind", args=[2563, "nonsense"])).status_code == 404


def test_award_without_an_officer_is_named_with_the_reason(client, staff):
    clock.travel(date(2020, 7, 2))
    allocation = AllocationFactory()

    found = client.get(reverse("reports:remind", args=[2563, "result"])).context["found"]

    group = allocation.submission.group
    assert (found.people, found.unreached) == ([], [f"{group}: ไม่มีผู้ดำรงตำแหน่ง"])


@pytest.mark.parametrize(
    ("role", "status"), [(Role.CHAIR, 302), (Role.STAFF, 302), (Role.MEMBER, 404)]
)
def test_members_are_reminded_of_sheets_by_the_chair_or_staff(client, call, role, status):
    clock.travel(date(2020, 6, 10))
    late = PostFactory(role=Role.MEMBER).user
    round_ = RoundFactory(call=call)
    arrived(round_)
    client.force_login(PostFactory(role=role).user)
    remind = reverse("scoring:remind", args=[round_.pk])
    found = scoring.to_remind(round_)
    key = next(person.key for person in found.people if person.post.user == late)

    answer = client.post(remind, {"seal": found.seal, "to": [key]})

    assert answer.status_code == status
    assert [n.user for n in Notice.objects.all()] == ([late] if status == 302 else [])
