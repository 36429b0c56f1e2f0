import pytest
from django.utils import translation
from hypothesis import settings

# A busy machine is slow, not wrong.
settings.register_profile("project", deadline=None)
settings.load_profile("project")


@pytest.fixture
def in_english():
    """Refusals in the words of the source."""
    with translation.override("en"):
        yield
