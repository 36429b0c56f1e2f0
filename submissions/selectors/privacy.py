"""The notice on pictures and clips of persons (Personal Data Protection Act B.E. 2562, section 23).

Which text was acknowledged is stored with the plan. A changed text gets the next version; the
older ones stay, for plans that were sent under them.
"""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

CURRENT = "1"

NOTICES: dict[str, "_StrOrPromise"] = {
    "1": _(
        "Pictures and clips of this plan may show persons who can be recognised. The department "
        "uses them to select the groups and to follow up the results, a task in the public "
        "interest (Personal Data Protection Act B.E. 2562, section 24 (4)). Officers concerned, "
        "the committee and auditors see them; they are kept for ten years. Nothing is published "
        "without the consent of the persons shown. Do not show identity cards or 13-digit national "
        "numbers."
    ),
}
