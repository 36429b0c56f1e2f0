import json
import re

import pytest
from django.core.management import call_command

from selection_site.settings import base


@pytest.fixture
def collected(settings, tmp_path):
    """The folder that a release is served from."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = base.STORAGES
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_modules_are_imported_by_the_names_that_pages_load(collected):
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    modules = [name for path, name in names.items() if path.startswith("js/")]

    imported = {
        f"js/{name}"
        for module in modules
        for name in re.findall(r'\bimport\b[^;]*?"\./([^"]+)"', (collected / module).read_text())
    }

    assert len(imported) > 5
    assert imported - set(modules) == set()
