from whitenoise.storage import CompressedManifestStaticFilesStorage

OUR_MODULES = (
    "js/*.js",
    ((r"""(?P<matched>from "(?P<url>\./[\w-]+\.js)";)""", """from "%(url)s";"""),),
)


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """Style and scripts under names that hold a digest, also where one script imports another.

    Under two names a module would run twice: each key on a score sheet would count double.
    Django's own way, `support_js_module_import_aggregation`, stumbles over scripts of packages.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, OUR_MODULES)
