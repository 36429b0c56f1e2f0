"""Static files under names that change with what stands in them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORTED = (r"""(?P<matched>from "(?P<url>\./[\w-]+\.js)")""", 'from "%(url)s"')


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Our modules import each other by these names too, as pages load them.

    Under two addresses a module that a page loads and another one imports would run twice: a press
    on "add" would add two rows. And what a browser kept of the last release would meet the new one.
    Django's own switch for this takes comments in the files of packages for imports.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", (IMPORTED,)))
