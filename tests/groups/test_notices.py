import re
import smtplib
from datetime import timedelta
from functools import partial

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from groups import services, tasks
from groups.models import MOST_TRIES, Notice
from selection_site.lib import clock
from tests.at_once import at_once
from tests.factories.groups import PASSWORD, UserFactory

ADDRESS = re.compile(r"https?://[^/\s]+(/\S+)")


class FailingBackend(EmailBackend):
    """A mail server that does not know the address."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({"x": (550, b"no such user")})


def owed(user=None, **fields):
    values = {"key": "2563:test", "subject": "เรื่อง", "body": "ข้อความ", "path": "/submissions/"}
    services.owe([Notice(user=user or UserFactory(), **values | fields)])
    return Notice.objects.latest("pk")


@pytest.mark.django_db
def test_owe_the_same_occasion_twice_owes_it_once():
    first = owed()

    owed(first.user, subject="อีกครั้ง")

    assert Notice.objects.get().subject == "เรื่อง"


@pytest.mark.django_db
def test_deliver_sends_the_message_with_the_page_it_speaks_of(settings):
    settings.SITE_URL = "https://selection.example.org"
    notice = owed()

    sent = services.deliver(notice.pk)

    [message] = mail.outbox
    assert (sent, message.to, message.subject) == (True, [notice.user.email], "เรื่อง")
    assert message.body == "ข้อความ\n\nhttps://selection.example.org/submissions/\n"
    notice.refresh_from_db()
    assert (notice.sent_at is not None, notice.tries, notice.last_error) == (True, 1, "")


@pytest.mark.django_db
def test_deliver_twice_sends_once():
    notice = owed()

    assert [services.deliver(notice.pk) for _ in range(2)] == [True, False]

    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_deliver_leaves_a_notice_that_another_worker_holds():
    notice = owed()
    Notice.objects.claim(notice.pk, lease=timedelta(minutes=2))

    assert services.deliver(notice.pk) is False
    assert mail.outbox == []


@pytest.mark.django_db
def test_deliver_takes_over_from_a_worker_that_died():
    notice = owed()
    Notice.objects.claim(notice.pk, lease=timedelta(minutes=2))

    with clock.at(clock.now() + timedelta(minutes=3)):
        assert services.deliver(notice.pk) is True

    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_failing_address_is_tried_five_times_and_says_why(settings):
    settings.EMAIL_BACKEND = f"{__name__}.FailingBackend"
    notice, other = owed(), owed(key="2563:other")

    for day in range(MOST_TRIES + 2):
        with clock.at(clock.now() + timedelta(days=day)):
            tasks.deliver_notices()

    notice.refresh_from_db()
    assert (MOST_TRIES, notice.tries, notice.sent_at) == (5, 5, None)
    assert "no such user" in notice.last_error
    assert set(Notice.objects.given_up()) == {notice, other}


@pytest.mark.django_db
@pytest.mark.parametrize("away", [timedelta(minutes=1), timedelta(hours=8)])
def test_mail_server_that_was_away_delays_and_loses_nothing(settings, away):
    backend, began = settings.EMAIL_BACKEND, clock.now()
    owed()

    settings.EMAIL_BACKEND = f"{__name__}.FailingBackend"
    for step in range(120):
        with clock.at(began + away * step / 120):
            tasks.deliver_notices()
    settings.EMAIL_BACKEND = backend
    with clock.at(began + timedelta(hours=13)):
        tasks.deliver_notices()

    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_one_failing_address_does_not_hold_up_the_others(monkeypatch):
    failing, fine = owed(), owed(key="2563:other")
    sending = EmailBackend.send_messages

    def send_messages(self, messages):
        if failing.user.email in messages[0].to:
            raise ConnectionRefusedError
        return sending(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)

    tasks.deliver_notices()

    assert [message.to for message in mail.outbox] == [[fine.user.email]]
    assert list(Notice.objects.unsent()) == [failing]


@pytest.mark.django_db
def test_sweep_sends_what_is_due_once():
    owed()
    owed(key="2563:other")

    tasks.deliver_notices()
    tasks.deliver_notices()

    assert len(mail.outbox) == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_mail():
    notice = owed()

    sent = at_once(*[partial(services.deliver, notice.pk)] * 4)

    assert (sorted(sent), len(mail.outbox)) == ([False, False, False, True], 1)


# Invitations


def follow_invitation(client, person):
    services.invite(person, by=None)
    services.deliver(Notice.objects.latest("pk").pk)
    path = ADDRESS.search(mail.outbox[-1].body)[1]
    page = client.get(path, follow=True)
    return path, page


@pytest.mark.django_db
def test_invitation_leads_to_a_password_and_a_login(client):
    person = UserFactory(password=None)
    _path, page = follow_invitation(client, person)
    new = "มะม่วง-สีเขียว-42"

    answer = client.post(
        page.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True
    )

    assert answer.status_code == 200
    person.refresh_from_db()
    assert person.check_password(new)
    client.logout()
    answer = client.post(reverse("account_login"), {"login": person.email.upper(), "password": new})
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.django_db
def test_invitation_link_works_once(client):
    person = UserFactory(password=None)
    path, page = follow_invitation(client, person)
    passwords = {"password1": "มะม่วง-สีเขียว-42", "password2": "มะม่วง-สีเขียว-42"}
    client.post(page.request["PATH_INFO"], passwords)

    again = client.get(path, follow=True)

    assert again.context["token_fail"] is True


@pytest.mark.django_db
def test_invitation_link_is_stored_nowhere(client):
    person = UserFactory(password=None)
    path, _page = follow_invitation(client, person)
    token = path.rstrip("/").rsplit("/", 1)[-1]
    assert len(token) > 20

    assert "/accounts/" in path
    assert token not in everything_in_the_database_but_sessions()


def everything_in_the_database_but_sessions():
    models = [model for model in apps.get_models() if model is not Session]
    return repr([list(model._base_manager.values_list()) for model in models])


@pytest.mark.django_db
def test_forged_invitation_link_opens_nothing(client):
    person = UserFactory(password=PASSWORD)
    path, _page = follow_invitation(client, person)
    forged = path[:-3] + ("aa/" if not path.endswith("aa/") else "bb/")

    assert client.get(forged, follow=True).context["token_fail"] is True


# Reading


@pytest.mark.django_db
def test_mark_read_touches_only_what_is_asked_and_ones_own():
    mine, other, foreign = owed(), None, owed()
    other = owed(mine.user, key="2563:other")

    assert services.mark_read(mine.user, [mine.pk, foreign.pk]) == 1
    assert services.mark_read(mine.user, [mine.pk]) == 0
    assert list(Notice.objects.unread().order_by("pk")) == [foreign, other]
    assert services.mark_read(mine.user) == 1
