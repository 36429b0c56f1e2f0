"""Receipts: issued with the act itself, printed afterwards."""

import secrets

import segno
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from groups.models import User
from groups.services import make_file, record
from selection_site.lib import clock, uploads
from selection_site.lib.pdf import Press
from submissions import letters, rules
from submissions.enums import ReceiptKind
from submissions.letters import Slip
from submissions.models import Call, PlanVersion, Receipt, ReceiptRegister, Submission
from submissions.selectors import CODE_LENGTH, CODE_SIGNS, version_files


class ReceiptRefusedError(Exception):
    """A receipt cannot be printed again by this person; the message says why."""


@transaction.atomic
def issue_receipt(
    submission: Submission, version: PlanVersion, kind: ReceiptKind, *, by: User
) -> Receipt:
    """Number and word the receipt of a plan that was just sent or forwarded; printed afterwards.

    Part of the act's transaction: there is no act without its receipt and no number without its
    act, so the numbers of a call have no gap. `submission` carries the time of the act. A second
    run gives the same receipt.
    """
    issued = Receipt.objects.filter(version=version, kind=kind).first()
    if issued is not None:
        return issued
    call = submission.call
    at = submission.sent_at if kind == ReceiptKind.SENT else submission.forwarded_at
    receipt = Receipt(
        version=version,
        kind=kind,
        call=call,
        number=_next_number(call, kind),
        code=new_code(),
        sha256=version.sha256,
        issued_at=at or clock.now(),
        issued_by=by,
    )
    receipt.content = _wording(receipt)
    receipt.save()
    record("receipt", receipt, by=by, detail=_told(receipt))
    return receipt


def _next_number(call: Call, kind: ReceiptKind) -> int:
    """The next number of the register, whose row stays locked to the end of the transaction."""
    rows = ReceiptRegister.objects.select_for_update()
    register, _made = rows.get_or_create(call=call, kind=kind)
    register.last_number += 1
    register.save(update_fields=["last_number"])
    return register.last_number


def new_code() -> str:
    """Sixty bits nobody can guess, in signs that nobody reads wrongly."""
    return "".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH))


def _wording(receipt: Receipt) -> Slip:
    return letters.receipt(
        receipt.version,
        ReceiptKind(receipt.kind),
        version_files(receipt.version),
        reference=receipt.reference,
        at=receipt.issued_at,
        by=str(receipt.issued_by),
        code=receipt.code,
        page=f"{settings.SITE_URL}{reverse('receipt_ask')}",
    )


def _told(receipt: Receipt) -> dict[str, object]:
    """What the chain keeps of a receipt; its code is for the holder of the paper alone."""
    return {
        "number": receipt.reference,
        "version": receipt.version_id,
        "sha256": receipt.sha256,
    }


def make_receipts() -> int:
    """Print every receipt that is owed; says how many.

    One press prints them all. What fails stays owed, with its error on the row, five times at
    most. A second run finds nothing left to do.
    """
    owed = list(Receipt.objects.unmade().waiting().order_by("pk").values_list("pk", flat=True))
    if not owed:
        return 0
    press = Press(stylesheets=("receipt.css",))
    return sum(make_receipt(pk, press=press) for pk in owed)


def make_receipt(pk: int, *, press: Press) -> bool:
    """Print one receipt from its stored wording, as `groups.services.make_file` makes files."""
    return make_file(
        Receipt.objects.unmade(),
        pk,
        draw=lambda receipt: press.render(page_of(receipt.content)),
        folder="receipts",
        suffix="pdf",
        stamp=_stamp,
    )


def page_of(content: Slip) -> str:
    """The receipt as the page of HTML that is printed."""
    code = segno.make(content["address"], error="m", micro=False)
    context = {"slip": content, "qr": code.svg_data_uri(border=0, scale=4)}
    return render_to_string("submissions/letters/receipt.html", context)


@transaction.atomic
def _stamp(receipt: Receipt, stored: uploads.Stored) -> bool:
    made = Receipt.objects.unmade().settle(
        receipt.pk, path=stored.path, file_sha256=stored.sha256, made_at=clock.now()
    )
    if made:
        record("receipt_made", receipt, by=None, detail={"sha256": stored.sha256})
    return made


def receipt_name(receipt: Receipt) -> str:
    """What a receipt is called when saved."""
    return uploads.clean_name(f"{letters.TITLE} {receipt.reference.replace('/', '-')}.pdf")


def retry_receipt(receipt: Receipt, *, by: User) -> int:
    """Owe a receipt again whose tries are used up; on any other it changes nothing.

    Raises ReceiptRefusedError for a post that neither writes, checks nor administers the plan.
    """
    if not rules.may_retry_receipt(by, receipt.version.submission):
        raise ReceiptRefusedError(_("Your post does not let you have this receipt made again."))
    return Receipt.objects.unmade().filter(pk=receipt.pk).owe_again()
