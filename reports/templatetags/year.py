"""The year's stepper, which every page about a call shows."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from reports.selectors.year import YearStep, year_steps

register = template.Library()


@register.simple_tag(takes_context=True)
def steps_of_the_year(context: template.Context) -> list[YearStep]:
    """The steps of the page's `call`; nothing on a page that is about no year.

    A page may bring `year_steps` of its own instead.
    """
    call: Any = context.get("call")
    own: list[YearStep] = context.get("year_steps") or []
    return own or (year_steps(call) if call else [])


@register.simple_tag(takes_context=True)
def title_of_the_year(context: template.Context) -> str:
    """What stands above the stepper: the page's own `year_title`, else its year."""
    call: Any = context.get("call")
    own: str = context.get("year_title") or ""
    return own or (_("Fiscal year %(year)s") % {"year": call.year} if call else "")
