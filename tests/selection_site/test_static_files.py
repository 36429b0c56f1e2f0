"""Scripts as they are served in production: each under one name."""

import re

from django.core.management import call_command

IMPORTED = re.compile(r"""^(?:import|export)\b[^;"']*["'](\./[^"']+)["']""", re.MULTILINE)
WITH_DIGEST = re.compile(r"\.[0-9a-f]{12}\.js$")


def test_a_module_that_others_import_has_one_name(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "selection_site.static_files.ModuleStorage"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    served = [path for path in (tmp_path / "js").glob("*.js") if WITH_DIGEST.search(path.name)]
    imported = {name for path in served for name in IMPORTED.findall(path.read_text("utf-8"))}
    assert any(name.startswith("./marks.") for name in imported)
    assert [name for name in imported if not (tmp_path / "js" / name).exists()] == []
    assert [name for name in imported if not WITH_DIGEST.search(name)] == []
