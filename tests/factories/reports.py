"""The letterhead, letters and reports."""

from groups.enums import Role
from reports.models import Agency
from tests.factories.groups import PostFactory

SIGNER = "นางสาวสมศรี มั่นคง"


def letterhead(**values):
    """A letterhead that lacks nothing: letters can be numbered."""
    fields = {"prefix": "มท 0407", "signer": SIGNER, **values}
    Agency.objects.filter(pk=1).delete()
    return Agency.objects.create(pk=1, **fields)


def administrator():
    return PostFactory(role=Role.ADMINISTRATOR).user
