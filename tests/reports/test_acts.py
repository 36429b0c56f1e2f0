import pytest
from django.urls import reverse
from django.utils import translation

from groups.enums import Role
from groups.models import Event
from groups.services import record
from reports.selectors.acts import act, thing, verbs_like
from reports.selectors.audit import events, told
from tests.factories.groups import PostFactory
from tests.factories.scoring import RoundFactory
from tests.factories.submissions import CallFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


def test_act_is_told_in_words():
    with translation.override("en"):
        assert act("step_forward") == "Plan forwarded to the department"


def test_act_without_words_shows_its_verb():
    assert act("of_an_older_release") == "of_an_older_release"


@pytest.mark.parametrize("subject", ["gone.model:3", "older"])
def test_thing_of_no_model_shows_as_recorded(subject):
    assert thing(subject) == subject


def test_thing_is_named_by_its_kind():
    assert thing("submissions.submission:17") == "ผลงานที่ส่ง 17"


def test_verbs_are_found_by_their_words():
    with translation.override("en"):
        assert verbs_like("ledger: P") == ["money_paid"]


def test_audit_finds_an_act_by_its_words_on_the_page(client):
    auditor = PostFactory(role=Role.AUDITOR).user
    opened = record("open_call", CallFactory(), by=auditor)
    record("create_call", CallFactory(), by=auditor)
    client.force_login(auditor)

    with translation.override("en"):
        assert list(events(auditor, search="call opened")) == [Event.objects.get(pk=opened.pk)]
    page = client.get(reverse("reports:audit")).content.decode()
    assert "<code>open_call</code>" not in page


def test_audit_names_the_round_and_the_group_beside_their_numbers():
    round_ = RoundFactory()
    submission = SubmissionFactory(call=round_.call)
    for subject in (round_, submission, round_.call):
        record("set_rules", subject, by=None)

    with translation.override("en"):
        rows = told(list(Event.objects.order_by("number")))

    assert [name for _event, name in rows] == [
        "Round 1 of fiscal year 2563",
        f"{submission.group} 2563",
        "",
    ]
