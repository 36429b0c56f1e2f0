"""The form pack: every kind of widget with its label, hint, error and unit in the right place."""

import re

import pytest
from django.template import engines
from django.utils import translation

from tests.components.gallery import Aims, PlanForm, refused_lines


def rendered(source, **values):
    template = engines["django"].from_string("{% load crispy_forms_tags %}" + source)
    return " ".join(template.render({"csrf_token": "t" * 32, **values}).split())


def part(html, name):
    """The block of one field, cut out at the borders of its neighbours."""
    blocks = re.split(r'(?=<(?:div|fieldset) class="field)', html)
    return next(block for block in blocks if re.search(rf'name="{name}(?:_0)?"', block))


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def refused():
    return rendered("{% crispy form %}", form=PlanForm({}))


@pytest.mark.parametrize(
    "name",
    ["name", "business", "markets", "members", "unit", "aims", "opened", "agreed"],
)
def test_refused_field_shows_its_error_beside_it(refused, name):
    block = part(refused, name)

    assert "This field is required." in block
    assert f'id="id_{name}_error"' in block
    assert 'aria-invalid="true"' in block


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("name", "id_name_helptext id_name_error"),
        ("business", "id_business_helptext id_business_error"),
        ("markets", "id_markets_error"),
        ("aims", "id_aims_helptext id_aims_error"),
        ("started", "id_started_helptext"),
        ("opened", "id_opened_helptext id_opened_error"),
        ("agreed", "id_agreed_helptext id_agreed_error"),
    ],
)
def test_hint_and_error_are_read_out_with_the_field(refused, name, ids):
    block = part(refused, name)

    assert f'aria-describedby="{ids}"' in block
    assert [f'id="{each}"' in block for each in ids.split()] == [True] * len(ids.split())


@pytest.mark.parametrize(
    ("name", "marked"), [("name", False), ("started", True), ("paper", True), ("business", False)]
)
def test_optional_fields_alone_are_marked(refused, name, marked):
    assert ("(optional)" in part(refused, name)) is marked


def test_unit_stands_behind_the_box(refused):
    assert re.search(r'name="members"[^>]*> <span>คน</span>', part(refused, "members"))


def test_choices_are_one_group_with_a_legend(refused):
    block = part(refused, "business")

    assert block.startswith('<fieldset class="field wrong"')
    assert block.count('type="radio"') == 3
    assert block.count('<label class="choice">') == 3


def test_hidden_field_has_no_label(refused):
    assert "Group key</label>" not in refused
    assert 'type="hidden" name="group_key"' in refused


def test_form_is_drawn_whole(refused):
    assert refused.count("<form") == 1
    assert "novalidate" in refused.split(">")[0]
    assert 'enctype="multipart/form-data"' in refused.split(">")[0]
    assert refused.count("csrfmiddlewaretoken") == 1
    assert refused.count("data-error-summary") == 1
    assert "<legend>ธุรกิจ</legend>" in refused
    assert '<button type="submit" name="save" value="บันทึก"' in refused


def test_filter_draws_the_fields_without_form_or_summary():
    html = rendered("{{ form|crispy }}", form=PlanForm({}))

    assert "<form" not in html
    assert "data-error-summary" not in html
    assert html.count("This field is required.") == 8


def test_filter_draws_one_field():
    html = rendered("{{ form.name|as_crispy_field }}", form=PlanForm())

    assert html.startswith('<div class="field"> <label for="id_name">')


def test_formset_filter_keeps_the_management_form():
    assert 'name="aims-TOTAL_FORMS"' in rendered("{{ rows|crispy }}", rows=Aims(prefix="aims"))


def test_formset_tag_draws_every_row():
    html = rendered("{% crispy rows %}", rows=refused_lines())

    assert html.count("<legend>Row ") == 2
    assert 'name="lines-TOTAL_FORMS"' in html


def test_table_of_rows_holds_a_blank_one_for_the_script():
    html = rendered('{% include "gov/table_inline_formset.html" %}', formset=Aims(prefix="aims"))

    blank = html.split("<template", 1)[1].split("</template>")[0]
    assert 'name="aims-__prefix__-aim"' in blank
    assert 'name="aims-__prefix__-DELETE"' in blank
