import pytest

from selection_site.lib.video import generate_clip


@pytest.fixture(scope="session")
def film(tmp_path_factory):
    """A clip of three seconds that really plays."""
    path = tmp_path_factory.mktemp("films") / "คลิปของกลุ่ม.mp4"
    generate_clip(
        path, seconds=3, title_lines=("บ้านโสนน้อย",), colour="#0b5a5e", width=320, height=180,
        fps=10, seed=1,
    )  # fmt: skip
    return path
