"""The letterhead as letters will carry it."""

from django.utils.translation import gettext as _

from reports.models import Agency

# What stands for the block of numbers that the department has not told us.
UNKNOWN = "xx"


def agency() -> Agency:
    """The department's letterhead; a new one with the usual words until somebody saves it."""
    return Agency.objects.filter(pk=1).first() or Agency(pk=1)


def missing(letterhead: Agency) -> list[str]:
    """What the letterhead lacks before a letter can be numbered, as sentences."""
    lacking = []
    if not letterhead.signer:
        lacking.append(_("The letterhead does not say who signs."))
    if UNKNOWN in letterhead.prefix:
        lacking.append(
            _("The letterhead begins its numbers with “%(prefix)s”: put the department's own.")
            % {"prefix": letterhead.prefix}
        )
    return lacking
