from datetime import date
from io import BytesIO

import geothai
import pytest

from groups.enums import Role
from groups.models import District, Event, Notice, SavingsGroup
from selection_site.lib import clock, thai, uploads
from submissions import services
from submissions.enums import Stage
from submissions.exports import roster_template
from submissions.models import RosterFile, Submission
from submissions.services.roster_reading import HEADINGS, SHEET
from tests.factories.groups import ARANYAPRATHET, PostFactory, SavingsGroupFactory
from tests.factories.submissions import CallFactory, SubmissionFactory
from tests.submissions.workbooks import NONTHABURI, SANO_NOI, roster, uploaded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_may(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    clock.travel(date(2020, 5, 10))


@pytest.fixture
def staff():
    return PostFactory(role=Role.STAFF).user


@pytest.fixture
def call():
    return CallFactory(opened=False)


@pytest.fixture
def stored(call, staff):
    def keep(*rows, **spoiled):
        return services.store_roster_file(call, uploaded(roster(*rows, **spoiled)), by=staff)

    return keep


def refs(problems):
    return [problem.ref for problem in problems]


def put_on(call, staff, **changed):
    values = {
        "name": "กลุ่มออมทรัพย์เพื่อการผลิตบ้านโสนน้อย",
        "district": District.objects.get(pk=ARANYAPRATHET),
        "subdistrict": "ท่าข้าม",
        "village_number": 2,
    }
    return services.add_group(call, by=staff, **values | changed)


# Reading


def test_read_roster_takes_thai_digits_and_writes_nothing(call):
    found = services.read_roster(roster(SANO_NOI, NONTHABURI), call)

    assert found.problems == []
    assert [(row.number, row.district.pk, row.village_number, row.known) for row in found.rows] == [
        (2, "2706", 2, False),
        (3, "1203", 4, False),
    ]
    assert SavingsGroup.objects.count() == Submission.objects.count() == 0


@pytest.mark.parametrize(
    ("column", "typed", "meant"),
    [
        (0, "จังหวัดสระแก้ว", "สระแก้ว"),
        (0, "จ. สระแก้ว", "สระแก้ว"),
        (1, "อ.อรัญประเทศ", "อรัญประเทศ"),
        (1, " อำเภออรัญประเทศ ", "อรัญประเทศ"),
        (2, "ต.ท่าข้าม", "ท่าข้าม"),
        (3, "หมู่ที่ ๒", 2),
        (3, 2.0, 2),
        (3, "ม.2", 2),
    ],
)
def test_read_roster_understands_how_officers_write(call, column, typed, meant):
    row = list(SANO_NOI)
    row[column] = typed

    [read] = services.read_roster(roster(row), call).rows

    got = (read.district.province.name, read.district.name, read.subdistrict, read.village_number)
    assert got[column] == meant


def test_read_roster_takes_the_capital_district_by_its_short_name(call):
    row = ("สระแก้ว", "อำเภอเมือง", "สระแก้ว", 1, "", "กลุ่มออมทรัพย์บ้านสระแก้ว")

    [read] = services.read_roster(roster(row), call).rows

    assert read.district.name == "เมืองสระแก้ว"


@pytest.mark.parametrize(
    ("column", "typed", "ref"),
    [
        (0, "สระแกว", "A2"),
        (0, "กรุงเทพมหานคร", "A2"),
        (0, None, "A2"),
        (1, "บางใหญ่", "B2"),
        (1, "ไม่มีอำเภอนี้", "B2"),
        (1, None, "B2"),
        (2, None, "C2"),
        (2, "ก" * 61, "C2"),
        (3, None, "D2"),
        (3, 0, "D2"),
        (3, -2, "D2"),
        (3, "สอง", "D2"),
        (3, 2.5, "D2"),
        (3, 100, "D2"),
        (4, "บ้าน" * 21, "E2"),
        (5, None, "F2"),
        (5, "ก" * 151, "F2"),
    ],
)
def test_read_roster_refuses_by_cell(call, column, typed, ref):
    row = list(SANO_NOI)
    row[column] = typed

    found = services.read_roster(roster(row, NONTHABURI), call)

    assert refs(found.problems) == [ref]
    assert [read.number for read in found.rows] == [3]


def test_read_roster_names_every_wrong_cell_of_a_row(call):
    found = services.read_roster(roster(("x", "y", None, "z", "", None)), call)

    assert refs(found.problems) == ["A2", "C2", "D2", "F2"]


def test_read_roster_says_where_a_district_really_is(call):
    row = ("สระแก้ว", "บางใหญ่", *SANO_NOI[2:])

    [problem] = services.read_roster(roster(row), call).problems

    assert "นนทบุรี" in problem.message


def test_read_roster_refuses_a_group_twice_in_one_file(call):
    found = services.read_roster(roster(SANO_NOI, NONTHABURI, SANO_NOI), call)

    assert refs(found.problems) == ["F4"]
    assert "2" in found.problems[0].message


def test_read_roster_knows_a_group_that_is_on_the_roster(call, staff):
    put_on(call, staff)

    found = services.read_roster(roster(SANO_NOI, NONTHABURI), call)

    assert [row.known for row in found.rows] == [True, False]
    assert [row.number for row in found.new] == [3]


@pytest.mark.parametrize(
    ("spoiled", "expected"),
    [
        ({"sheet": "Sheet1"}, [None]),
        ({"headings": HEADINGS[:-1]}, [None]),
        ({"headings": (*HEADINGS, "เบอร์โทร")}, ["G1"]),
        ({"spoil": lambda sheet: sheet.merge_cells("A2:A3")}, ["A2:A3"]),
        ({"spoil": lambda sheet: sheet.__setitem__("D2", "=1+1")}, ["D2"]),
        ({"spoil": lambda sheet: sheet.__setitem__("H2", "หมายเหตุ")}, ["H2"]),
    ],
    ids=["wrong sheet", "column missing", "strange column", "merged", "formula", "no heading"],
)
def test_read_roster_refuses_a_spoiled_workbook(call, spoiled, expected):
    found = services.read_roster(roster(SANO_NOI, **spoiled), call)

    assert refs(found.problems) == expected
    assert found.rows == []


def test_read_roster_of_a_hundred_thousand_rows_is_refused_by_its_limit(call):
    found = services.read_roster(roster(*[SANO_NOI] * 100_000), call)

    assert (found.rows, refs(found.problems)) == ([], [None])
    assert "1,000" in found.problems[0].message


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 broken"])
def test_read_roster_of_something_else_is_refused(call, content):
    found = services.read_roster(BytesIO(content), call)

    assert refs(found.problems) == [None]


def test_read_roster_without_rows_is_refused(call):
    assert refs(services.read_roster(roster(), call).problems) == [None]


def test_read_roster_warns_of_provinces_without_and_with_more_groups_and_of_the_size(call):
    second = (*SANO_NOI[:5], "กลุ่มออมทรัพย์อีกกลุ่ม")

    warnings = services.read_roster(roster(SANO_NOI, second, NONTHABURI), call).warnings

    without, several, size = [warning.message for warning in warnings]
    assert without.count(",") == 7
    assert "สระแก้ว" in several
    assert ("3" in size, "76" in size) == (True, True)


def test_read_roster_of_76_provinces_has_no_warning(call):
    districts = District.objects.filter(code__endswith="01").select_related("province")
    rows = [
        (district.province.name, district.name, subdistrict(district), 1, "", f"กลุ่ม {district.pk}")
        for district in districts
    ]

    found = services.read_roster(roster(*rows), call)

    assert (len(found.rows), found.problems, found.warnings) == (76, [], [])


def subdistrict(district):
    return geothai.subdistricts(district.pk)[0].name_th


def test_read_roster_doubts_a_sub_district_that_is_in_no_list(call):
    row = (*SANO_NOI[:2], "ท่าขาม", *SANO_NOI[3:])

    found = services.read_roster(roster(row), call)

    assert (len(found.rows), refs(found.warnings)[0]) == (1, "C2")


# Storing and confirming


def test_store_roster_file_keeps_the_file_and_its_own_name(stored):
    kept = stored(SANO_NOI)

    assert kept.name == "รายชื่อกลุ่ม.xlsx"
    assert uploads.absolute(kept.path).read_bytes()[:2] == b"PK"
    assert Submission.objects.count() == 0


def test_store_roster_file_twice_keeps_one(call, staff, tmp_path):
    file = roster(SANO_NOI)

    first = services.store_roster_file(call, uploaded(file), by=staff)
    second = services.store_roster_file(call, uploaded(file), by=staff)

    assert first == second
    assert len(list(tmp_path.glob("rosters/*/*"))) == RosterFile.objects.count() == 1


def test_store_roster_file_refuses_a_picture_renamed(call, staff):
    with pytest.raises(uploads.UploadError):
        services.store_roster_file(call, uploaded(BytesIO(b"\xff\xd8\xff picture")), by=staff)

    assert RosterFile.objects.count() == 0


def test_confirm_roster_puts_each_group_on_the_roster(call, stored, staff):
    kept = stored(SANO_NOI, NONTHABURI)

    added = services.confirm_roster(kept, by=staff)

    assert added == 2
    assert list(
        call.submissions.order_by("province").values_list(
            "province", "district", "group__village_number", "stage"
        )
    ) == [("12", "1203", 4, Stage.NOT_STARTED), ("27", "2706", 2, Stage.NOT_STARTED)]
    group = SavingsGroup.objects.get(district="2706")
    assert (group.sort_key, group.village) == (thai.sort_key(group.name), "บ้านโสนน้อย")
    assert list(Event.objects.values_list("verb", flat=True)) == ["confirm_roster"]


def test_confirm_roster_twice_adds_nothing_more(call, stored, staff):
    kept = stored(SANO_NOI, NONTHABURI)
    services.confirm_roster(kept, by=staff)
    kept.refresh_from_db()
    confirmed = kept.confirmed_at
    clock.travel(date(2020, 5, 11))

    added = services.confirm_roster(kept, by=staff)

    kept.refresh_from_db()
    assert (added, call.submissions.count(), SavingsGroup.objects.count()) == (0, 2, 2)
    assert (kept.confirmed_at, Event.objects.count()) == (confirmed, 1)


def test_confirm_roster_of_a_longer_file_adds_only_what_is_new(call, stored, staff):
    services.confirm_roster(stored(SANO_NOI), by=staff)

    added = services.confirm_roster(stored(NONTHABURI, SANO_NOI), by=staff)

    assert (added, call.submissions.count()) == (1, 2)


def test_confirm_roster_takes_a_group_of_another_year_as_the_same(call, stored, staff):
    services.confirm_roster(stored(SANO_NOI), by=staff)
    group = SavingsGroup.objects.get()
    next_year = CallFactory(year=2564, opened=False)

    services.confirm_roster(
        services.store_roster_file(next_year, uploaded(roster(SANO_NOI)), by=staff), by=staff
    )

    assert list(group.submissions.values_list("call__year", flat=True)) == [2563, 2564]


def test_confirm_roster_with_a_wrong_cell_writes_nothing(call, stored, staff):
    kept = stored(SANO_NOI, ("x", *NONTHABURI[1:]))

    with pytest.raises(services.CallRefusedError):
        services.confirm_roster(kept, by=staff)

    kept.refresh_from_db()
    assert (call.submissions.count(), kept.confirmed_at) == (0, None)


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.PROVINCE, Role.AUDITOR])
def test_roster_is_for_staff_alone(call, stored, staff, role):
    by = PostFactory(role=role).user
    kept = stored(SANO_NOI)
    submission = put_on(call, staff, name="กลุ่มอื่น")

    for verb in (
        lambda: services.store_roster_file(call, uploaded(roster(NONTHABURI)), by=by),
        lambda: services.confirm_roster(kept, by=by),
        lambda: put_on(call, by),
        lambda: services.remove_group(submission, by=by),
    ):
        with pytest.raises(services.CallRefusedError):
            verb()

    assert (call.submissions.get(), RosterFile.objects.get()) == (submission, kept)


@pytest.mark.parametrize(("day", "added"), [(date(2020, 5, 29), 1), (date(2020, 5, 30), 0)])
def test_roster_grows_until_plans_are_due(stored, staff, call, day, added):
    kept = stored(SANO_NOI)
    clock.travel(day)

    if added:
        services.confirm_roster(kept, by=staff)
    else:
        with pytest.raises(services.CallRefusedError):
            services.confirm_roster(kept, by=staff)

    assert call.submissions.count() == added


def test_roster_of_an_open_call_takes_no_more_groups_than_are_invited(staff):
    call = CallFactory(
        places_invited=2,
        finalists=2,
        outstanding_places=1,
        good_places=1,
    )
    put_on(call, staff)
    last = put_on(call, staff, name="กลุ่มที่สอง")

    with pytest.raises(services.CallRefusedError):
        put_on(call, staff, name="กลุ่มที่สาม")
    services.remove_group(last, by=staff)
    put_on(call, staff, name="กลุ่มที่สาม")

    assert call.submissions.count() == 2


# By hand


def test_add_group_twice_adds_once(call, staff):
    first = put_on(call, staff)
    second = put_on(call, staff, name=" กลุ่มออมทรัพย์เพื่อการผลิต\u200bบ้านโสนน้อย ")

    assert first == second
    assert (call.submissions.count(), Event.objects.count()) == (1, 1)


def test_add_group_to_an_open_call_tells_its_officers(staff):
    officer = PostFactory(role=Role.DISTRICT).user
    call = CallFactory()

    put_on(call, staff)

    assert Notice.objects.get().user == officer


def test_add_group_finds_the_group_of_another_year(call, staff):
    group = SavingsGroupFactory()

    submission = put_on(call, staff, name=group.name)

    assert submission.group == group


def test_remove_group_takes_the_submission_and_keeps_the_group(call, staff):
    submission = put_on(call, staff)

    services.remove_group(submission, by=staff)
    services.remove_group(submission, by=staff)

    assert call.submissions.count() == 0
    assert SavingsGroup.objects.count() == 1
    assert Event.objects.filter(verb="remove_group").count() == 1


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.NOT_STARTED])
def test_remove_group_that_has_begun_is_refused(staff, stage):
    submission = SubmissionFactory(stage=stage)

    with pytest.raises(services.CallRefusedError):
        services.remove_group(submission, by=staff)

    assert Submission.objects.get() == submission


@pytest.mark.parametrize(("day", "left"), [(date(2020, 5, 29), 0), (date(2020, 5, 30), 1)])
def test_group_that_never_began_stays_to_be_seen_once_plans_were_due(staff, day, left):
    submission = SubmissionFactory()
    clock.travel(day)

    if left:
        with pytest.raises(services.CallRefusedError):
            services.remove_group(submission, by=staff)
    else:
        services.remove_group(submission, by=staff)

    assert Submission.objects.count() == left


# The workbook to fill in


def test_roster_template_can_be_read_back_when_filled_in(call):
    from openpyxl import load_workbook

    workbook = load_workbook(BytesIO(roster_template()))
    workbook[SHEET].append(SANO_NOI)
    file = BytesIO()
    workbook.save(file)

    found = services.read_roster(file, call)

    assert (found.problems, [row.name for row in found.rows]) == ([], [SANO_NOI[-1]])


def test_roster_template_offers_76_provinces_and_every_district():
    from openpyxl import load_workbook

    workbook = load_workbook(BytesIO(roster_template()))
    lists = [
        list(filter(None, column)) for column in workbook["choices"].iter_cols(values_only=True)
    ]

    assert len(lists[0]) == 76
    assert set(lists[1]) == set(District.objects.values_list("name", flat=True))
    assert len(lists[1]) == len(set(lists[1]))
