"""One mail of reminders a person and day, in office hours of working days, whatever breaks."""

import smtplib
from datetime import date, datetime, time, timedelta
from typing import ClassVar

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from groups import services, tasks
from groups.ladder import NOW, SOFT, Due
from groups.models import DayOff, Digest, Notice
from groups.services import reminding
from selection_site.lib import clock
from submissions.models import Submission
from tests.at_once import at_once
from tests.factories.groups import UserFactory

TUESDAY = date(2020, 5, 26)


class FailingBackend(EmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({"x": (550, b"no such user")})


@pytest.fixture(autouse=True)
def on_tuesday():
    clock.travel(TUESDAY)


def remind(user, duty="plans", rung=2, **fields):
    values = {
        "due": Due(date(2020, 5, 29), SOFT[rung]),
        "subject": f"เรื่อง {duty}",
        "body": f"ข้อความ {duty}",
        "path": "/submissions/",
    }
    about = [Submission(pk=pk) for pk in fields.pop("about", [])]
    facts = values | fields
    notice = reminding.reminder(user_id=user.pk, year=2563, duty=duty, about=about, **facts)
    services.owe([notice])


def at(day, hour, minute=0):
    clock.travel(datetime.combine(day, time(hour, minute), tzinfo=clock.BANGKOK))


@pytest.mark.django_db
def test_reminders_of_a_day_are_one_mail_with_a_link_each(settings):
    settings.SITE_URL = "https://selection.example.org"
    user = UserFactory()
    remind(user)
    remind(user, "forwarding", path="/submissions/?year=2563")

    tasks.deliver_digests()

    [message] = mail.outbox
    first, second = Notice.objects.order_by("pk")
    assert (message.to, message.subject) == ([user.email], "เหลืออีก 3 วัน: เรื่อง plans และอีก 1 เรื่อง")
    assert message.body.startswith(
        f"เรียน {user}\n\n1. เหลืออีก 3 วัน: เรื่อง plans\n\nข้อความ plans\n\n"
        "นับจากวันที่ 26 พฤษภาคม 2563: เหลืออีก 3 วัน เป็นวันทำการ 3 วัน\n\n"
        f"https://selection.example.org/submissions/?notice={first.pk}\n\n"
        "2. เหลืออีก 3 วัน: เรื่อง forwarding\n\nข้อความ forwarding\n\n"
        "นับจากวันที่ 26 พฤษภาคม 2563: เหลืออีก 3 วัน เป็นวันทำการ 3 วัน\n\n"
        f"https://selection.example.org/submissions/?year=2563&notice={second.pk}\n\n"
    )
    assert {(n.sent_at is None, n.address) for n in (first, second)} == {(False, user.email)}


@pytest.mark.django_db
def test_only_reminder_is_mailed_under_its_own_subject():
    remind(UserFactory())

    tasks.deliver_digests()

    assert [message.subject for message in mail.outbox] == ["เหลืออีก 3 วัน: เรื่อง plans"]


@pytest.mark.django_db
def test_mail_held_overnight_says_the_days_left_when_it_goes_out():
    at(TUESDAY, 20)
    remind(UserFactory())
    tasks.deliver_digests()

    at(TUESDAY + timedelta(days=1), 8)
    tasks.deliver_digests()

    [message], notice = mail.outbox, Notice.objects.get()
    assert message.subject == "เหลืออีก 2 วัน: เรื่อง plans"
    assert "นับจากวันที่ 27 พฤษภาคม 2563: เหลืออีก 2 วัน เป็นวันทำการ 2 วัน" in message.body
    assert notice.body in message.body


@pytest.mark.django_db
def test_reminder_read_on_another_day_says_nothing_that_was_true_on_one_day_alone():
    remind(UserFactory())
    tasks.deliver_digests()

    notice = Notice.objects.get()

    assert notice.subject == "เรื่อง plans"
    assert notice.body == ("ข้อความ plans\n\nนับจากวันที่ 26 พฤษภาคม 2563: เหลืออีก 3 วัน เป็นวันทำการ 3 วัน")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2020, 5, 29), "ครบกำหนดวันนี้: เรื่อง plans"),
        (date(2020, 6, 1), "เกินกำหนด 3 วัน: เรื่อง plans"),
    ],
)
def test_mail_that_goes_out_on_or_after_the_day_counts_no_days_to_it(day, said):
    remind(UserFactory())

    at(day, 9)
    tasks.deliver_digests()

    [message] = mail.outbox
    assert (message.subject, "นับจากวันที่" in message.body) == (said, False)


@pytest.mark.django_db
def test_after_days_of_silence_a_mail_speaks_of_each_day_once():
    user = UserFactory()
    remind(user, rung=1, body="ข้อความเก่า")
    remind(user, "forwarding")
    clock.travel(TUESDAY + timedelta(days=2))
    remind(user, rung=3, body="ข้อความใหม่")

    tasks.deliver_digests()

    [message] = mail.outbox
    said = [message.body.count(words) for words in ("ข้อความเก่า", "ข้อความใหม่", "forwarding")]
    assert (said[:2], said[2] > 0) == ([0, 1], True)


@pytest.mark.django_db
def test_reminder_that_a_newer_one_replaced_is_not_kept_as_sent_and_goes_out_no_more():
    user = UserFactory()
    remind(user, rung=1, body="ข้อความเก่า")
    clock.travel(TUESDAY + timedelta(days=1))
    remind(user, rung=2)

    tasks.deliver_digests()
    clock.travel(TUESDAY + timedelta(days=2))
    tasks.deliver_digests()

    old, new = Notice.objects.order_by("pk")
    assert (old.sent_at, old.address, old.body) == (None, "", "ข้อความเก่า")
    assert (new.sent_at is None, new.address) == (False, user.email)
    assert len(mail.outbox) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ({"about": [1, 2]}, {"about": [1, 2]}, ["new"]),
        ({"about": [1]}, {"about": [1, 2]}, ["new"]),
        ({"about": [1, 2]}, {"about": [2]}, ["old", "new"]),
        ({}, {}, ["new"]),
        ({"occasion": "1:chair"}, {}, ["old", "new"]),
        ({"due": Due(date(2020, 5, 29), NOW)}, {}, ["new"]),
    ],
)
def test_reminder_by_hand_replaces_only_what_it_says_itself(old, new, said):
    user = UserFactory()
    remind(user, rung=3, **{"subject": "old"} | old)
    clock.travel(TUESDAY + timedelta(days=1))
    remind(user, **{"subject": "new", "due": Due(date(2020, 5, 29), NOW)} | new)

    found = reminding.newest(list(Notice.objects.order_by("pk")))

    assert [notice.subject for notice in found] == said


@pytest.mark.django_db
def test_second_reminder_of_a_day_waits_for_the_next_days_mail():
    user = UserFactory()
    remind(user)
    tasks.deliver_digests()
    remind(user, "forwarding")

    at(TUESDAY, 15)
    tasks.deliver_digests()
    sent_on_tuesday = len(mail.outbox)
    at(TUESDAY + timedelta(days=1), 9)
    tasks.deliver_digests()

    assert (sent_on_tuesday, len(mail.outbox)) == (1, 2)
    assert list(Digest.objects.order_by("day").values_list("day", flat=True)) == [
        TUESDAY,
        TUESDAY + timedelta(days=1),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "hour", "minute", "sent"),
    [
        (TUESDAY, 7, 29, 0),
        (TUESDAY, 7, 30, 1),
        (TUESDAY, 17, 59, 1),
        (TUESDAY, 18, 0, 0),
        (date(2020, 5, 30), 9, 0, 0),  # Saturday
        (date(2020, 6, 3), 9, 0, 0),  # the Queen's birthday
    ],
)
def test_mail_is_held_until_the_morning_of_a_working_day(day, hour, minute, sent):
    remind(UserFactory())
    at(day, hour, minute)

    tasks.deliver_digests()

    assert len(mail.outbox) == sent


@pytest.mark.django_db
def test_mail_is_held_over_a_day_off_declared_late():
    DayOff.objects.create(day=TUESDAY, name="วันหยุดพิเศษ", added_by=UserFactory())
    remind(UserFactory())

    tasks.deliver_digests()
    held = len(mail.outbox)
    at(TUESDAY + timedelta(days=1), 8)
    tasks.deliver_digests()

    assert (held, len(mail.outbox)) == (0, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [
        (TUESDAY, 9, "2020-05-26 09:00"),
        (TUESDAY, 6, "2020-05-26 07:30"),
        (date(2020, 5, 29), 19, "2020-06-01 07:30"),
        (date(2020, 5, 30), 9, "2020-06-01 07:30"),
    ],
)
def test_next_time_of_reminders_is_now_or_the_next_working_morning(day, hour, expected):
    at(day, hour)

    found = reminding.next_time()

    assert f"{found:%Y-%m-%d %H:%M}" == expected


@pytest.mark.django_db
def test_notice_at_once_is_not_held_and_not_in_the_digest():
    at(TUESDAY, 22)
    user = UserFactory()
    remind(user)
    services.owe([Notice(user=user, key="returned", subject="แผนถูกส่งกลับ", body="เหตุผล")])

    tasks.deliver_notices()
    tasks.deliver_digests()

    assert [message.subject for message in mail.outbox] == ["แผนถูกส่งกลับ"]


@pytest.mark.django_db
def test_killed_between_send_and_stamp_loses_nothing_and_the_copy_is_known_by_its_id(monkeypatch):
    remind(UserFactory())

    def killed(digest, notices):
        raise KeyboardInterrupt

    monkeypatch.setattr(reminding, "_stamp", killed)
    with pytest.raises(KeyboardInterrupt):
        tasks.deliver_digests()
    monkeypatch.undo()
    tasks.deliver_digests()
    while_claimed = len(mail.outbox)
    at(TUESDAY, 9, 3)
    tasks.deliver_digests()
    tasks.deliver_digests()

    assert while_claimed == 1
    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert (len(ids), len(set(ids))) == (2, 1)
    assert Digest.objects.get().sent_at is not None


@pytest.mark.django_db
def test_killed_before_sending_sends_once(monkeypatch):
    remind(UserFactory())

    def killed(digest, notices):
        raise KeyboardInterrupt

    monkeypatch.setattr(reminding, "digest_mail", killed)
    with pytest.raises(KeyboardInterrupt):
        tasks.deliver_digests()
    monkeypatch.undo()
    at(TUESDAY, 9, 3)
    tasks.deliver_digests()

    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_what_could_not_be_sent_goes_out_with_the_next_days_reminders_in_one_mail(settings):
    backend = settings.EMAIL_BACKEND
    user = UserFactory()
    remind(user)
    settings.EMAIL_BACKEND = f"{__name__}.FailingBackend"
    for hour in (9, 10, 13, 14):
        at(TUESDAY, hour)
        tasks.deliver_digests()
    remind(user, "forwarding")

    settings.EMAIL_BACKEND = backend
    at(TUESDAY + timedelta(days=1), 9)
    tasks.deliver_digests()
    tasks.deliver_digests()

    assert [message.body.count("ข้อความ") for message in mail.outbox] == [2]
    assert Digest.objects.get().day == TUESDAY + timedelta(days=1)


class LookingBackend(EmailBackend):
    """Notes, while a mail is sent, how many are at rest."""

    seen: ClassVar[list[int]] = []

    def send_messages(self, messages):
        self.seen.append(Digest.objects.at_rest().count())
        return super().send_messages(messages)


@pytest.mark.django_db
def test_mail_is_at_rest_between_its_tries_and_not_while_it_is_sent(settings):
    remind(UserFactory())
    settings.EMAIL_BACKEND = f"{__name__}.FailingBackend"
    tasks.deliver_digests()
    between = Digest.objects.at_rest().count()
    LookingBackend.seen.clear()

    settings.EMAIL_BACKEND = f"{__name__}.LookingBackend"
    at(TUESDAY, 10)
    tasks.deliver_digests()

    assert (between, LookingBackend.seen, Digest.objects.at_rest().count()) == (1, [0], 0)


@pytest.mark.django_db
def test_address_that_was_given_up_is_tried_again_with_the_next_days_reminders(settings):
    backend = settings.EMAIL_BACKEND
    user = UserFactory()
    remind(user)
    settings.EMAIL_BACKEND = f"{__name__}.FailingBackend"
    for number in range(7):
        at(TUESDAY + timedelta(days=number), 10)
        tasks.deliver_digests()
    settings.EMAIL_BACKEND = backend
    at(date(2020, 6, 4), 10)
    Digest.objects.update(tries=5)
    tasks.deliver_digests()
    given_up = len(mail.outbox)

    remind(user, "forwarding")
    tasks.deliver_digests()

    assert (given_up, len(mail.outbox)) == (0, 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_digest():
    user = UserFactory()
    remind(user)
    remind(user, "forwarding")

    at_once(*[tasks.deliver_digests] * 4)

    assert [len(mail.outbox), Digest.objects.count()] == [1, 1]
