"""How events of the audit chain read on a page."""

from django import template

from reports.selectors import acts

register = template.Library()

register.filter("act", acts.act)
register.filter("thing", acts.thing)
