"""An unknown variable in a template of ours is a mistake, and fails the test that shows it."""

import sys
from pathlib import Path

from django.conf import settings
from django.template.base import FilterExpression, Node

OURS = Path(settings.BASE_DIR) / "templates"


class UnknownVariableError(AssertionError):
    pass


def template_shown():
    """The file that the node now being rendered comes from, through includes and inheritance."""
    frame = sys._getframe()
    while frame := frame.f_back:
        if frame.f_code is Node.render_annotated.__code__:
            return Path(frame.f_locals["self"].origin.name)
    return Path()


class Refusal(str):
    """Put into `string_if_invalid`, to which Django asks three things.

    "Are you there?" is a yes only for the code that would then print it; for `{% if %}` it stays
    as empty as in production. "Where does the name go?" and "print yourself" both refuse, unless
    the template is a library's.
    """

    __slots__ = ()

    def __bool__(self):
        return sys._getframe(1).f_code is FilterExpression.resolve.__code__

    def __contains__(self, mark):
        return mark == "%s"

    def __mod__(self, name):
        return self.refuse(name)

    def __str__(self):
        return self.refuse("a relation without a row")

    def refuse(self, name):
        template = template_shown()
        if template.is_relative_to(OURS):
            raise UnknownVariableError(f"{template.relative_to(OURS)}: {name} has no value")
        return ""
