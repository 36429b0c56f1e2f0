"""Links by which a group sends its clip: made, shown, revoked by its officer; used up by a clip."""

import os
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from groups.enums import Role
from groups.models import District, Event, Notice
from selection_site.lib import clock
from selection_site.lib.uploads import TusError, parts
from submissions import selectors, services
from submissions.enums import ClipKind, ClipState, LinkState, Stage
from submissions.models import Clip, Upload, UploadLink
from submissions.services import begin_upload, check_clip, make_link, revoke_link
from submissions.services.uploads import LinkClosedError, UploadRunningError
from submissions.stages import StepRefusedError
from tests.factories.groups import PostFactory
from tests.factories.submissions import SubmissionFactory
from tests.lib import media

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_time(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    clock.travel(date(2020, 5, 20))


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return media.make_clip(tmp_path_factory.mktemp("film") / "a.mp4", seconds=1).read_bytes()


@pytest.fixture
def officer():
    return PostFactory(role=Role.DISTRICT).user


@pytest.fixture
def submission():
    return SubmissionFactory(stage=Stage.DRAFT)


@pytest.fixture
def link(submission, officer):
    return make_link(submission, days=7, by=officer)


def send(link, content, name="จากมือถือ.mp4"):
    """Bring a whole clip by a link, as a telephone does."""
    upload = begin(link, len(content), name)
    parts.part_of(upload.pk).write_bytes(content)
    return services.finish_upload(upload, by=link.made_by)


def begin(link, length=10, name="a.mp4"):
    return begin_upload(
        link.submission, kind=ClipKind.PLAN, name=name, length=length, by=link.made_by, link=link
    )


def test_link_is_good_for_the_days_asked_and_recorded(submission, officer):
    link = make_link(submission, days=3, by=officer)

    assert (link.made_by, link.state) == (officer, LinkState.OPEN)
    assert link.expires_at - link.made_at == timedelta(days=3)
    event = Event.objects.get(verb="make_upload_link")
    assert (event.user, event.detail["link"]) == (officer, str(link.pk))


def test_link_begins_the_draft(officer):
    submission = SubmissionFactory()

    make_link(submission, days=7, by=officer)

    submission.refresh_from_db()
    assert submission.stage == Stage.DRAFT


def test_link_ends_with_the_department_s_day(submission, officer):
    clock.travel(date(2020, 5, 27))

    link = make_link(submission, days=7, by=officer)

    assert link.expires_at == datetime(2020, 5, 29, 23, 59, 59, tzinfo=clock.BANGKOK)


def test_link_ends_with_the_later_day_of_an_extended_province(officer):
    clock.travel(date(2020, 6, 2))
    submission = SubmissionFactory(stage=Stage.DRAFT, extended_to=date(2020, 6, 5))

    link = make_link(submission, days=7, by=officer)

    assert link.expires_at == datetime(2020, 6, 5, 23, 59, 59, tzinfo=clock.BANGKOK)
    assert services.takes_clips(link)


def test_link_of_the_very_last_second_is_a_link(submission, officer, stop_clock):
    stop_clock(datetime(2020, 5, 29, 23, 59, 59, 300_000, tzinfo=clock.BANGKOK))

    link = make_link(submission, days=1, by=officer)

    stop_clock(datetime(2020, 5, 30, 0, 0, 0, 400_000, tzinfo=clock.BANGKOK))
    assert link.expires_at - link.made_at == timedelta(seconds=1)
    assert not services.takes_clips(link)


def test_link_is_never_good_for_more_than_seven_days(officer):
    link = make_link(SubmissionFactory(call__opens_on=date(2020, 5, 1)), days=30, by=officer)

    assert link.expires_at - link.made_at == timedelta(days=7)


def test_second_link_is_the_first_while_that_is_open(submission, officer, link):
    assert make_link(submission, days=1, by=officer) == link
    assert (UploadLink.objects.count(), Event.objects.filter(verb="make_upload_link").count()) == (
        1, 1
    )  # fmt: skip


@pytest.mark.parametrize("role", [Role.DISTRICT_HEAD, Role.PROVINCE, Role.STAFF, Role.AUDITOR])
def test_link_is_made_by_the_district_officer_alone(submission, role):
    with pytest.raises(StepRefusedError):
        make_link(submission, days=7, by=PostFactory(role=role).user)

    assert UploadLink.objects.count() == 0


@pytest.mark.parametrize("stage", [Stage.SENT, Stage.FORWARDED])
def test_link_is_not_made_for_a_plan_that_was_sent(officer, stage):
    with pytest.raises(StepRefusedError):
        make_link(SubmissionFactory(stage=stage), days=7, by=officer)


def test_link_is_not_made_after_the_day(submission, officer):
    clock.travel(date(2020, 5, 30))

    with pytest.raises(StepRefusedError):
        make_link(submission, days=7, by=officer)


def test_token_leads_to_its_link_and_no_other(link, officer):
    other = make_link(SubmissionFactory(), days=7, by=officer)

    tokens = [selectors.link_token(each) for each in (link, other)]

    assert [selectors.link_of(token) for token in tokens] == [link, other]
    assert len(tokens[0]) == 66


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1], lambda t: "x" + t[1:], lambda t: t[:22], str.upper]
)
def test_token_that_we_did_not_sign_costs_no_query(link, spoil, django_assert_num_queries):
    token = spoil(selectors.link_token(link))

    with django_assert_num_queries(0):
        assert selectors.link_of(token) is None


def test_row_of_a_link_does_not_hold_its_token(link):
    [row] = UploadLink.objects.values()

    assert selectors.link_token(link).split(".")[1] not in str(row)


def test_clip_by_link_counts_as_the_officer_s_and_uses_the_link_up(link, officer, film):
    clip = send(link, film)

    link.refresh_from_db()
    assert (clip.link, clip.uploaded_by, clip.name) == (link, officer, "จากมือถือ.mp4")
    assert (link.used_at, link.state) == (clip.uploaded_at, LinkState.USED)
    notice = Notice.objects.get(user=officer)
    assert notice.key == f"clip:{clip.pk}:by-link"
    assert notice.path == reverse("submissions:clip", args=[clip.submission_id])


def test_used_link_takes_no_second_clip(link, film):
    send(link, film)
    link.refresh_from_db()

    with pytest.raises(LinkClosedError):
        begin(link)


def test_refused_clip_opens_its_link_again_and_the_officer_is_told(link, officer, film):
    clip = send(link, film[: len(film) // 2])

    check_clip(clip.pk)

    link.refresh_from_db()
    clip.refresh_from_db()
    assert (clip.state, link.state) == (ClipState.REFUSED, LinkState.OPEN)
    told = Notice.objects.get(key=f"clip:{clip.pk}:refused")
    assert (told.user, clip.refusal in told.body) == (officer, True)
    assert send(link, film).link == link


def test_refused_clip_that_was_replaced_meanwhile_opens_nothing(link, officer, film):
    clip = send(link, film[: len(film) // 2])
    Clip.objects.update(replaced_at=clock.now())

    check_clip(clip.pk)

    link.refresh_from_db()
    assert link.state == LinkState.USED


def test_revoked_link_takes_nothing_and_throws_away_what_had_come(link, officer):
    upload = begin(link)

    revoke_link(link, by=officer)

    link.refresh_from_db()
    assert (link.state, Upload.objects.count()) == (LinkState.REVOKED, 0)
    assert not parts.part_of(upload.pk).exists()
    assert Event.objects.filter(verb="revoke_upload_link").count() == 1
    with pytest.raises(LinkClosedError):
        begin(link)


def test_revoking_twice_is_revoking_once(link, officer):
    revoke_link(link, by=officer)
    before = UploadLink.objects.get().revoked_at

    revoke_link(link, by=officer)

    assert UploadLink.objects.get().revoked_at == before
    assert Event.objects.filter(verb="revoke_upload_link").count() == 1


def test_used_link_cannot_be_revoked(link, officer, film):
    send(link, film)

    revoke_link(link, by=officer)

    assert UploadLink.objects.get().state == LinkState.USED


@pytest.mark.parametrize("role", [Role.DISTRICT_HEAD, Role.PROVINCE, Role.AUDITOR])
def test_link_is_revoked_by_whoever_may_write_alone(link, role):
    with pytest.raises(StepRefusedError):
        revoke_link(link, by=PostFactory(role=role).user)

    assert UploadLink.objects.get().is_open


def test_colleague_in_the_district_may_revoke(link):
    revoke_link(link, by=PostFactory(role=Role.DISTRICT).user)

    assert UploadLink.objects.get().state == LinkState.REVOKED


def test_new_link_may_follow_one_that_is_over(link, submission, officer):
    revoke_link(link, by=officer)

    assert make_link(submission, days=1, by=officer) != link


def test_link_takes_nothing_when_its_officer_lost_the_post_or_the_plan_was_sent(link, officer):
    before = services.takes_clips(selectors.link_of(selectors.link_token(link)))
    officer.posts.all().delete()

    after = services.takes_clips(selectors.link_of(selectors.link_token(link)))

    assert (before, after) == (True, False)


def test_clip_whose_link_was_revoked_at_its_last_byte_is_not_taken(link, film):
    upload = begin(link, len(film))
    parts.part_of(upload.pk).write_bytes(film)
    UploadLink.objects.update(revoked_at=clock.now())

    with pytest.raises(TusError) as refused:
        services.finish_upload(upload, by=link.made_by)

    assert (refused.value.status, Clip.objects.count()) == (410, 0)


def test_officer_waits_while_the_group_sends_and_the_other_way_round(link, submission, officer):
    group_s = begin(link)

    with pytest.raises(UploadRunningError):
        begin_upload(submission, kind=ClipKind.PLAN, name="b.mp4", length=10, by=officer)

    silent_since = (clock.now() - timedelta(minutes=11)).timestamp()
    os.utime(parts.part_of(group_s.pk), (silent_since, silent_since))
    begin_upload(submission, kind=ClipKind.PLAN, name="b.mp4", length=10, by=officer)
    with pytest.raises(UploadRunningError):
        begin(link)


def test_upload_by_link_ends_with_its_link(submission, officer):
    upload = begin(make_link(submission, days=1, by=officer))

    assert upload.expires_at == upload.link.expires_at


def test_upload_cut_off_after_its_last_byte_is_finished_by_the_sweep(link, film):
    upload = begin(link, len(film))
    parts.part_of(upload.pk).write_bytes(film)

    services.sweep_uploads()

    link.refresh_from_db()
    assert (Clip.objects.get().link, link.state) == (link, LinkState.USED)


def test_clip_page_shows_code_address_and_message(client, link, officer, settings):
    client.force_login(officer)

    response = client.get(reverse("submissions:clip", args=[link.submission_id]))

    page = response.content.decode()
    address = settings.SITE_URL + reverse("by_link:clip", args=[selectors.link_token(link)])
    assert response.context["links"].address == address
    assert f'value="{address}"' in page
    assert "data:image/svg+xml" in page
    assert response.context["links"].message.endswith(address)


def test_clip_page_makes_and_revokes(client, submission, officer):
    client.force_login(officer)
    page = reverse("submissions:clip", args=[submission.pk])

    made = client.post(reverse("submissions:link_make", args=[submission.pk]), {"days": "1"})
    link = UploadLink.objects.get()
    revoked = client.post(reverse("submissions:link_revoke", args=[link.pk]))

    link.refresh_from_db()
    assert (made.headers["Location"], revoked.headers["Location"]) == (page, page)
    assert (link.expires_at - link.made_at, link.state) == (timedelta(days=1), LinkState.REVOKED)
    listed = client.get(page).context["links"]
    assert (listed.open, listed.earlier) == (None, [link])


def test_link_of_another_district_is_not_there(client, link):
    elsewhere = District.objects.get(code="2701")
    client.force_login(PostFactory(role=Role.DISTRICT, district=elsewhere).user)

    answers = [
        client.post(reverse("submissions:link_make", args=[link.submission_id])).status_code,
        client.post(reverse("submissions:link_revoke", args=[link.pk])).status_code,
    ]

    assert (answers, UploadLink.objects.get().is_open) == ([404, 404], True)


def test_reader_who_posts_is_told_why_not(client, link):
    client.force_login(PostFactory(role=Role.PROVINCE).user)

    client.post(reverse("submissions:link_revoke", args=[link.pk]))

    assert UploadLink.objects.get().is_open
