"""Pages are read without their indentation, mails as they are written."""

import pytest
from django.template import engines

from selection_site.unindented import Loader


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("page.html", "<ul>\n<li>a  b</li>\n\n</ul>\n"),
        ("mail.txt", "<ul>\n  <li>a  b</li>\n\n</ul>\n"),
    ],
)
def test_lines_of_a_page_lose_their_indentation_and_keep_their_numbers(tmp_path, name, expected):
    (tmp_path / name).write_text("<ul>\n  <li>a  b</li>\n\n</ul>\n", encoding="utf-8")
    loader = Loader(engines["django"].engine, [tmp_path])

    assert loader.get_template(name).source == expected
