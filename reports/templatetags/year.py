"""The year's stepper, which every page about a call shows."""

from typing import Any

from django import template

from reports.selectors.year import YearStep, year_steps

register = template.Library()


@register.simple_tag(takes_context=True)
def steps_of_the_year(context: template.Context) -> list[YearStep]:
    """The steps of the page's `call`; nothing on a page that is about no year."""
    call: Any = context.get("call")
    return year_steps(call) if call else []
