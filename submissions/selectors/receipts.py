"""Whether a receipt that somebody holds is one of ours, and still says the truth."""

from typing import NamedTuple

from selection_site.lib import thai
from submissions.models import PlanVersion, Receipt
from submissions.selectors.versions import digest_now

# Crockford's base 32: no I, L, O and U, which are read as 1, 1, 0 and V.
CODE_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
MISREAD = str.maketrans("OIL", "011")
DIGEST_SHOWN = 16


class Verdict(NamedTuple):
    """What the check page tells: no name, no group, nothing but what the paper shows already."""

    is_genuine: bool
    reference: str = ""
    digest: str = ""
    is_replaced: bool = False


def plain_code(typed: str) -> str:
    """A typed code as it is stored; empty when it cannot be one. Twice gives the same."""
    text = thai.to_arabic_digits(thai.normalise(typed)).upper()
    text = "".join(text.replace("-", " ").split()).translate(MISREAD)
    fits = len(text) == CODE_LENGTH and set(text) <= set(CODE_SIGNS)
    return text if fits else ""


def check_receipt(typed: str) -> Verdict:
    """Genuine when the code is ours and the stored plan still has the digest on the paper.

    The digest is computed anew from the version's rows: whoever changes those behind our back
    makes the receipt 'not genuine'. A plan sent again later makes it genuine, but replaced.
    """
    code = plain_code(typed)
    rows = Receipt.objects.select_related("call", "version__clip")
    receipt = rows.filter(code=code).first() if code else None
    if receipt is None or not _is_intact(receipt):
        return Verdict(is_genuine=False)
    later = PlanVersion.objects.filter(
        submission=receipt.version.submission_id, number__gt=receipt.version.number
    )
    return Verdict(
        is_genuine=True,
        reference=receipt.reference,
        digest=" ".join(receipt.sha256[at : at + 8] for at in range(0, DIGEST_SHOWN, 8)),
        is_replaced=later.exists(),
    )


def _is_intact(receipt: Receipt) -> bool:
    version = receipt.version
    return receipt.sha256 == version.sha256 == digest_now(version)
