from html.parser import HTMLParser
from types import SimpleNamespace as Row

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.utils import translation

from tests.components.gallery import ClipForm, refused_lines


def shown(component, **values):
    """A component as a page includes it, with one space for every run of white space."""
    given = " ".join(f"{name}={name}" for name in values)
    with_values = f"with {given} " if given else ""
    source = f'{{% include "components/{component}.html" {with_values}only %}}'
    return " ".join(engines["django"].from_string(source).render(values).split())


class Texts(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_data(self, data):
        if data.strip():
            self.found.append(data.strip())


def texts(html):
    parser = Texts()
    parser.feed(html)
    return parser.found


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("tone", ["neutral", "info", "good", "warn", "bad"])
def test_badge_says_its_tone_by_shape_and_word(tone):
    html = shown("badge", tone=tone, text="Late")

    assert f"icons.svg#{tone}" in html
    assert texts(html) == ["Late"]


def test_every_icon_that_a_template_names_is_drawn(settings):
    drawn = (settings.BASE_DIR / "static" / "icons.svg").read_text()
    named = {"neutral", "info", "good", "warn", "bad", "file", "film", "image"}
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        for piece in path.read_text().split('icon.html" with name="')[1:]:
            named.add(piece.split('"')[0])

    assert [name for name in sorted(named) if f'id="{name}"' not in drawn] == []


def test_notice_escapes_what_people_typed():
    html = shown("notice", tone="info", text="<b>บ้าน</b>")

    assert "&lt;b&gt;บ้าน&lt;/b&gt;" in html


def test_stepper_says_the_state_of_each_step_in_words():
    steps = [
        Row(label="Call", state="done", detail="7 May", url="/call"),
        Row(label="Plans", state="late", detail="29 May", url=""),
        Row(label="Round 1", state="now", detail="June", url=""),
        Row(label="Money", state="next", detail="July", url=""),
    ]

    html = shown("stepper", steps=steps)

    assert texts(html.split("</ol>")[0]) == [
        "Call", "(done)", "7 May", "Plans", "(late)", "29 May", "Round 1", "(now)", "June",
        "Money", "July",
    ]  # fmt: skip
    assert html.count('aria-current="step"') == 1
    assert '<a href="/call">' in html


def test_stepper_repeats_for_phones_what_is_on_now():
    steps = [
        Row(label="Call", state="done", detail="7 May", url=""),
        Row(label="Plans", state="now", detail="29 May", url=""),
    ]

    assert texts(shown("stepper", steps=steps).split("</ol>")[1]) == ["Plans", "29 May"]


def test_task_list_leads_to_each_task():
    task = Row(title="Send the plan", url="/plan", due="in 3 days", tone="warn")

    html = shown("task_list", tasks=[task])

    assert '<a href="/plan">Send the plan</a>' in html
    assert texts(html) == ["Send the plan", "in 3 days"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [({}, "Nothing waits for you now."), ({"empty": "All done."}, "All done.")],
)
def test_task_list_without_tasks_says_so(values, sentence):
    assert texts(shown("task_list", tasks=[], **values)) == [sentence]


def test_definition_list_shows_zero_and_marks_what_is_empty():
    html = shown("definition_list", rows=[("Debts", 0), ("Telephone", "")])

    assert texts(html) == ["Debts", "0", "Telephone", "–", "nothing entered"]


def test_timeline_shows_who_did_what_when():
    event = Row(what="Returned", who="Malee", when="24 May", note="No price")

    assert texts(shown("timeline", events=[event])) == ["Returned", "24 May · Malee", "No price"]


def test_file_row_without_an_address_to_remove_has_no_button():
    html = shown("file_row", name="plan.pdf", url="/f/1", size="1 MB")

    assert texts(html) == ["plan.pdf", "1 MB"]


def test_file_row_asks_before_it_removes():
    html = shown("file_row", name='a "b".pdf', url="/f/1", remove_url="/f/1/x", csrf_token="t" * 32)

    assert 'data-confirm="Remove “a &quot;b&quot;.pdf”?"' in html
    assert 'name="csrfmiddlewaretoken"' in html


def test_player_offers_captions_only_where_there_are_some():
    assert "<track" not in shown("player", src="/c", title="Clip")
    assert 'src="/c.vtt"' in shown("player", src="/c", title="Clip", captions="/c.vtt")


@pytest.mark.parametrize(
    ("items", "number", "expected"),
    [
        (5, 1, ["1–5 of 5"]),
        (30, 2, ["11–20 of 30", "Previous", "Page", "1", "Page", "2", "Page", "3", "Next"]),
        (300, 1, ["1–10 of 300", "Page 1 of 30", "Next"]),
    ],
)
def test_pager_shows_where_one_is(items, number, expected):
    page = Paginator(range(items), 10).page(number)

    assert texts(shown("pager", page=page)) == expected


def test_pager_keeps_the_filter():
    page = Paginator(range(30), 10).page(1)

    assert 'href="?q=a&amp;page=2"' in shown("pager", page=page, query="q=a")


def test_progress_asks_again_until_it_is_done():
    running = shown("progress", done=3, total=36, text="Letters", url="/job")
    finished = shown("progress", done=36, total=36, text="Letters", url="/job")

    assert 'hx-get="/job"' in running
    assert "hx-get" not in finished
    assert texts(running) == ["Letters", "3 of 36"]


def test_tabs_show_a_count_of_nought():
    tabs = [Row(label="Late", url="/", current=True, count=0)]

    assert texts(shown("tabs", tabs=tabs, label="Stages")) == ["Late", "0"]


def test_error_summary_is_empty_while_nothing_is_wrong():
    assert shown("error_summary", form=ClipForm()) == ""


def test_error_summary_leads_to_the_fields():
    html = shown("error_summary", form=ClipForm({"title": ""}))

    assert '<a href="#id_title"> ชื่อคลิป: This field is required. </a>' in html


def test_error_summary_names_the_row_of_a_formset():
    html = shown("error_summary", forms=[refused_lines()])

    assert texts(html)[1] == "Row 2, ราคาต่อหน่วย: This field is required."


def test_error_summary_leaves_out_rows_that_are_deleted():
    lines = refused_lines()
    lines.data["lines-1-DELETE"] = "on"

    assert shown("error_summary", forms=[lines]) == ""


def test_error_summary_shows_what_is_wrong_with_the_whole():
    class Narrow(forms.Form):
        def clean(self):
            raise forms.ValidationError("The lines do not add up.")

    html = shown("error_summary", form=Narrow({}))

    assert texts(html) == ["Not saved yet. Please correct:", "The lines do not add up."]
