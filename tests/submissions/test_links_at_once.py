"""A link and two people in the same moment: the clip comes by it or it is revoked, never both."""

from datetime import date

import pytest

from groups.models import Event
from selection_site.lib import clock
from selection_site.lib.uploads import TusError, parts
from submissions.enums import ClipKind, LinkState
from submissions.models import Clip, Upload, UploadLink
from submissions.services import begin_upload, finish_upload, make_link, revoke_link
from tests.at_once import done_or_refused
from tests.factories.submissions import SubmissionFactory
from tests.submissions.test_plans_at_once import FILM, REFUSALS, officer

__all__ = ["officer"]  # a fixture

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def in_may(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    clock.travel(date(2020, 5, 20))


def at_once(*acts):
    return done_or_refused(*acts, refusals=(*REFUSALS, TusError))


def test_two_officers_who_make_a_link_get_the_same(officer):
    submission = SubmissionFactory()

    outcomes = at_once(*[lambda: make_link(submission, days=7, by=officer)] * 2)

    assert (outcomes, UploadLink.objects.count()) == (["done", "done"], 1)
    assert Event.objects.filter(verb="make_upload_link").count() == 1


def test_clip_that_arrives_while_its_link_is_revoked_is_there_or_not(officer):
    link = make_link(SubmissionFactory(), days=7, by=officer)
    upload = begin_upload(
        link.submission, kind=ClipKind.PLAN, name="a.mp4", length=len(FILM), by=officer, link=link
    )
    parts.part_of(upload.pk).write_bytes(FILM)

    at_once(
        lambda: finish_upload(Upload.objects.get(pk=upload.pk), by=officer),
        lambda: revoke_link(link, by=officer),
    )

    state = UploadLink.objects.get().state
    assert (state, Clip.objects.count()) in [(LinkState.USED, 1), (LinkState.REVOKED, 0)]
    assert Upload.objects.running().count() == 0


def test_last_byte_sent_twice_at_once_makes_one_clip(officer):
    link = make_link(SubmissionFactory(), days=7, by=officer)
    upload = begin_upload(
        link.submission, kind=ClipKind.PLAN, name="a.mp4", length=len(FILM), by=officer, link=link
    )
    parts.part_of(upload.pk).write_bytes(FILM)

    at_once(*[lambda: finish_upload(Upload.objects.get(pk=upload.pk), by=officer)] * 2)

    assert (Clip.objects.count(), UploadLink.objects.get().state) == (1, LinkState.USED)
