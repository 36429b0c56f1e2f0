from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse

from groups.enums import Role
from selection_site.lib import clock
from submissions import services
from submissions.enums import Stage
from submissions.models import RosterFile, Submission
from tests.factories.groups import PostFactory
from tests.factories.submissions import CallFactory, SubmissionFactory
from tests.submissions.workbooks import NONTHABURI, SANO_NOI, roster, uploaded

pytestmark = pytest.mark.django_db

BY_HAND = {
    "place": "270605",
    "village_number": "๒",
    "village": "บ้านโสนน้อย",
    "name": "กลุ่มออมทรัพย์เพื่อการผลิตบ้านโสนน้อย",
}


@pytest.fixture(autouse=True)
def in_may(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    clock.travel(date(2020, 5, 10))


@pytest.fixture
def call():
    return CallFactory(opened=False)


@pytest.fixture
def staff(client):
    user = PostFactory(role=Role.STAFF).user
    client.force_login(user)
    return user


def url(name, *args):
    return reverse(f"submissions:{name}", args=args)


def send(client, file):
    return client.post(url("roster_upload", 2563), {"file": file}, follow=True)


def test_workbook_is_previewed_then_confirmed(client, call, staff):
    preview = send(client, uploaded(roster(SANO_NOI, NONTHABURI)))
    assert [row.name for row in preview.context["found"].new] == [SANO_NOI[-1], NONTHABURI[-1]]
    assert Submission.objects.count() == 0

    client.post(url("roster_confirm", 2563, RosterFile.objects.get().pk))

    groups = client.get(url("roster", 2563)).context["groups"]
    assert {row.group.name for row in groups} == {SANO_NOI[-1], NONTHABURI[-1]}


def test_workbook_confirmed_twice_changes_nothing_the_second_time(client, call, staff):
    send(client, uploaded(roster(SANO_NOI)))
    target = url("roster_confirm", 2563, RosterFile.objects.get().pk)
    client.post(target)

    client.post(target)
    again = send(client, uploaded(roster(SANO_NOI)))

    assert Submission.objects.count() == 1
    assert again.context["found"].new == []
    assert target not in again.content.decode()


def test_workbook_with_wrong_cells_lists_them_and_offers_no_confirmation(client, call, staff):
    preview = send(client, uploaded(roster(("x", *SANO_NOI[1:]), NONTHABURI)))

    target = url("roster_confirm", 2563, RosterFile.objects.get().pk)
    assert [problem.ref for problem in preview.context["found"].problems] == ["A2"]
    assert target not in preview.content.decode()
    refused = client.post(target, follow=True)
    assert [message.level_tag for message in refused.context["messages"]] == ["error"]
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    "content", [b"", b"plain text", b"\x89PNG\r\n\x1a\n picture"], ids=["empty", "text", "picture"]
)
def test_other_files_are_refused_at_the_field(client, call, staff, content):
    response = send(client, uploaded(BytesIO(content)))

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])
    assert RosterFile.objects.count() == 0


def test_workbook_of_another_year_cannot_be_confirmed_here(client, call, staff):
    other = CallFactory(year=2564, opened=False)
    file = services.store_roster_file(other, uploaded(roster(SANO_NOI)), by=staff)

    assert client.get(url("roster_file", 2563, file.pk)).status_code == 404
    assert client.post(url("roster_confirm", 2563, file.pk)).status_code == 404
    assert Submission.objects.count() == 0


def test_cell_text_is_shown_as_text(client, call, staff):
    row = (*SANO_NOI[:5], "<script>alert(1)</script>")

    preview = send(client, uploaded(roster(row)))

    assert b"<script>alert" not in preview.content
    assert b"&lt;script&gt;alert(1)" in preview.content


def test_template_is_a_workbook_with_a_thai_name(client, staff):
    response = client.get(url("roster_template"))

    assert response.content[:2] == b"PK"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")


# By hand


def test_group_is_added_by_hand_in_two_steps(client, call, staff):
    assert b'name="place"' not in client.get(url("roster_add", 2563)).content

    target = f"{url('roster_add', 2563)}?province=27"
    places = dict(client.get(target).context["form"].fields["place"].choices)
    assert ("270605", "ท่าข้าม") in places["อรัญประเทศ"]
    client.post(target, BY_HAND)

    group = call.submissions.get().group
    assert (group.district_id, group.subdistrict, group.village_number) == ("2706", "ท่าข้าม", 2)


def test_group_added_by_hand_is_the_one_of_the_workbook(client, call, staff):
    client.post(f"{url('roster_add', 2563)}?province=27", BY_HAND)

    preview = send(client, uploaded(roster(SANO_NOI)))

    assert [row.known for row in preview.context["found"].rows] == [True]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("place", ""),
        ("place", "110101"),
        ("village_number", "0"),
        ("village_number", "สอง"),
        ("name", " "),
    ],
)
def test_group_by_hand_is_refused_at_the_field(client, call, staff, field, typed):
    target = f"{url('roster_add', 2563)}?province=27"

    response = client.post(target, BY_HAND | {field: typed})

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Submission.objects.count() == 0


def test_group_by_hand_after_plans_were_due_is_refused_with_a_sentence(client, call, staff):
    clock.travel(date(2020, 5, 30))

    target = f"{url('roster_add', 2563)}?province=27"
    answers = [client.get(target, follow=True), client.post(target, BY_HAND, follow=True)]

    for answer in answers:
        assert answer.redirect_chain == [(url("roster", 2563), 302)]
        assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert Submission.objects.count() == 0
    assert client.get(url("roster", 2563)).context["may_manage"] is False


def test_group_is_taken_off_only_while_nothing_is_written(client, call, staff):
    untouched = SubmissionFactory(call=call)
    begun = SubmissionFactory(call=call, stage=Stage.DRAFT)
    page = client.get(url("roster", 2563)).content.decode()
    assert url("roster_remove", 2563, untouched.pk) in page
    assert url("roster_remove", 2563, begun.pk) not in page

    for row in (untouched, begun):
        client.post(url("roster_remove", 2563, row.pk))

    assert list(Submission.objects.all()) == [begun]


# Who may


@pytest.mark.parametrize("role", [role for role in Role if role != Role.STAFF])
def test_roster_is_changed_by_staff_alone(client, call, role, staff):
    file = services.store_roster_file(call, uploaded(roster(SANO_NOI)), by=staff)
    submission = SubmissionFactory(call=call)
    client.force_login(PostFactory(role=role).user)

    statuses = [
        client.post(url("roster_upload", 2563), {"file": uploaded(roster(NONTHABURI))}).status_code,
        client.get(url("roster_file", 2563, file.pk)).status_code,
        client.post(url("roster_confirm", 2563, file.pk)).status_code,
        client.post(f"{url('roster_add', 2563)}?province=27", BY_HAND).status_code,
        client.post(url("roster_remove", 2563, submission.pk)).status_code,
        client.get(url("roster_template")).status_code,
    ]

    assert statuses == [404] * 6
    assert (Submission.objects.get(), RosterFile.objects.get()) == (submission, file)


@pytest.mark.parametrize("role", Role)
def test_roster_is_read_by_the_department(client, role):
    CallFactory()
    client.force_login(PostFactory(role=role).user)

    response = client.get(url("roster", 2563))

    reads = role in (Role.STAFF, Role.DIRECTOR, Role.AUDITOR)
    assert response.status_code == (200 if reads else 404)
    if reads:
        assert response.context["may_manage"] is (role == Role.STAFF)


@pytest.mark.parametrize("count", [1, 3])
def test_roster_costs_the_same_for_one_row_and_for_three(
    client, call, staff, count, django_assert_num_queries
):
    SubmissionFactory.create_batch(count, call=call)

    with django_assert_num_queries(10):
        assert len(client.get(url("roster", 2563)).context["groups"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_preview_costs_the_same_for_one_row_and_for_three(
    client, call, staff, count, django_assert_num_queries
):
    rows = [SANO_NOI, NONTHABURI, (*SANO_NOI[:5], "อีกกลุ่ม")][:count]
    file = services.store_roster_file(call, uploaded(roster(*rows)), by=staff)

    with django_assert_num_queries(13):
        page = client.get(url("roster_file", 2563, file.pk))
    assert len(page.context["found"].rows) == count


def test_group_that_left_is_listed_but_not_counted(client, call, staff):
    SubmissionFactory(call=call, stage=Stage.WITHDRAWN)

    response = client.get(url("roster", 2563))

    assert (len(response.context["groups"]), response.context["taking_part"]) == (1, 0)
