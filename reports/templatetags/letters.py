"""How the text of letters is set."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from selection_site.lib.dates import THAI_MONTHS

register = template.Library()

DIGITS = "[๐-๙]"
# A line may end within these, as the dictionary or the spaces have it, but none should.
WHOLE = re.compile(
    rf"{DIGITS}{{1,2}} (?:{'|'.join(THAI_MONTHS)}) {DIGITS}{{4}}"
    rf"|พ\.ศ\. {DIGITS}{{4}}"
    rf"|(?:[๐-๙,]|\.(?={DIGITS}))+ บาท"
    r"|ดีเด่น"
)


@register.filter
def unbroken(text: str) -> SafeString:
    """The text with days, years and amounts kept from being torn apart at the end of a line."""
    parts = []
    end = 0
    for match in WHOLE.finditer(text):
        parts += [escape(text[end : match.start()]), f'<span class="whole">{match[0]}</span>']
        end = match.end()
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308  escaped piece by piece
