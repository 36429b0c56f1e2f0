"""Award letters: ordered and numbered in one transaction, made into files afterwards."""

import logging
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from budgets.enums import BatchStage
from budgets.models import Allocation, Batch
from groups.enums import Role
from groups.models import Notice, User
from groups.selectors import posts_now
from groups.services import make_file, owe, record
from reports import letters as wording
from reports import rules
from reports.letters import Wording
from reports.models import Agency, Letter, LetterRun, Register
from reports.selectors.agency import agency, missing
from selection_site.lib import clock, dates, uploads
from selection_site.lib.pdf import Press
from selection_site.lib.uploads import Stored
from submissions.models import Call

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)


class LetterRefusedError(Exception):
    """Letters cannot be ordered or made again now; the message says why and what to do."""


@transaction.atomic
def order_letters(call: Call, *, dated_on: date, by: User) -> LetterRun:
    """Number and word the award letters of a year; files are made afterwards.

    Numbers come from the register of the calendar year of `dated_on`, by province, without gap or
    repeat: its row stays locked to the end. What a letter says is copied now. Raises
    LetterRefusedError for anybody but staff, before the allocation is approved, on a day before
    that or in the future, while the letterhead is not complete, and when the year's letters are
    ordered already: so a second run numbers nothing.
    """
    if not rules.may_order_letters(by):
        raise LetterRefusedError(_("Only department staff order letters."))
    call = Call.objects.select_for_update().get(pk=call.pk)
    batch = _approved_batch(call)
    _check_day(batch, dated_on)
    letterhead = agency()
    if lacking := missing(letterhead):
        raise LetterRefusedError(
            " ".join([*lacking, _("Ask the administrator to complete the letterhead.")])
        )
    run = LetterRun.objects.create(call=call, dated_on=dated_on, requested_by=by)
    letters = _numbered(run, batch, letterhead)
    numbers = [letter.number for letter in letters]
    detail = {"letters": len(letters), "first": min(numbers), "last": max(numbers)}
    record("letters_order", run, by=by, detail=detail)
    return run


def _approved_batch(call: Call) -> Batch:
    if LetterRun.objects.filter(call=call).exists():
        raise LetterRefusedError(
            _("The letters of %(year)s are ordered already.") % {"year": call.year}
        )
    batch = Batch.objects.filter(call=call, stage=BatchStage.APPROVED).first()
    if batch is None:
        raise LetterRefusedError(
            _("The allocation of %(year)s is not approved yet: letters would promise nothing.")
            % {"year": call.year}
        )
    return batch


def _check_day(batch: Batch, dated_on: date) -> None:
    approved = batch.decided_at.astimezone(clock.BANGKOK).date() if batch.decided_at else dated_on
    figures = {
        "day": dates.localized(dated_on),
        "approved": dates.localized(approved),
        "today": dates.localized(clock.today()),
    }
    if dated_on < approved:
        raise LetterRefusedError(
            _("%(day)s is before the allocation was approved on %(approved)s.") % figures
        )
    if dated_on > clock.today():
        raise LetterRefusedError(
            _("%(day)s lies in the future: a letter is dated %(today)s at the latest.") % figures
        )


def _numbered(run: LetterRun, batch: Batch, letterhead: Agency) -> list[Letter]:
    """A letter for each allocation, with the next numbers of the register."""
    year = dates.to_be(run.dated_on.year)
    register, _made = Register.objects.select_for_update().get_or_create(year=year)
    rows = batch.allocations.for_list().order_by("submission__province__sort_key", "rank", "pk")
    letters = [
        _letter(run, allocation, letterhead, number)
        for number, allocation in enumerate(rows, register.last_number + 1)
    ]
    register.last_number += len(letters)
    register.save(update_fields=["last_number"])
    return Letter.objects.bulk_create(letters)


def _letter(run: LetterRun, allocation: Allocation, letterhead: Agency, number: int) -> Letter:
    content = wording.award(allocation, letterhead, number=number, dated_on=run.dated_on)
    return Letter(
        run=run,
        allocation=allocation,
        province=allocation.submission.province,
        register_year=dates.to_be(run.dated_on.year),
        number=number,
        reference=content["reference"],
        dated_on=run.dated_on,
        subject=content["subject"],
        recipient=content["recipient"],
        content=content,
    )


def make_letters() -> int:
    """Make every letter that is owed, then the joint files that can be bound; says how many.

    One press prints them all: 36 letters take some three seconds. What fails stays owed, with its
    error on the row, five times at most. A second run finds nothing left to do.
    """
    owed = list(Letter.objects.unmade().waiting().values_list("pk", flat=True))
    unbound = LetterRun.objects.unbound().waiting()
    if not owed and not unbound.exists():
        return 0
    press = Press()
    made = sum(make_letter(pk, press=press) for pk in owed)
    for pk in unbound.values_list("pk", flat=True):
        bind_run(pk, press=press)
    return made


def make_letter(pk: int, *, press: Press) -> bool:
    """Print one letter from its stored wording, and tell its province that it is there.

    Made as `groups.services.make_file` makes files.
    """
    return make_file(
        Letter.objects.unmade(),
        pk,
        draw=lambda letter: press.render(page_of(letter.content)),
        folder="letters",
        suffix="pdf",
        stamp=_stamp,
    )


def page_of(content: Wording, *, sample: bool = False) -> str:
    """The letter as the page of HTML that is printed; a sample says so across the sheet."""
    emblem = content["emblem"]
    context = {
        "letter": content,
        "emblem": uploads.absolute(emblem).as_uri() if emblem else "",
        "sample": sample,
    }
    return render_to_string("reports/letters/award.html", context)


def sample_letter(call: Call, *, dated_on: date) -> bytes | None:
    """The first letter of the approved allocation as it would be printed, without a number.

    None before the approval. Writes nothing.
    """
    rows = Allocation.objects.of_year(call).approved().for_list()
    allocation = rows.order_by("submission__province__sort_key", "rank", "pk").first()
    if allocation is None:
        return None
    content = wording.award(allocation, agency(), number=None, dated_on=dated_on)
    return Press().render(page_of(content, sample=True))


@transaction.atomic
def _stamp(letter: Letter, stored: Stored) -> bool:
    made = {"path": stored.path, "sha256": stored.sha256, "made_at": clock.now()}
    if not Letter.objects.unmade().settle(letter.pk, **made):
        return False
    record("letter_made", letter, by=None, detail={"sha256": stored.sha256})
    owe(_to_province(letter))
    return True


def _to_province(letter: Letter) -> list[Notice]:
    with override("th"):
        return [
            Notice(
                user_id=post.user_id,
                key=f"letter:{letter.pk}",
                subject=_("Letter %(reference)s is ready") % {"reference": letter.reference},
                body=letter.subject,
                path=reverse("reports:letters", args=[letter.run.call.year]),
            )
            for post in posts_now(Role.PROVINCE, provinces=[letter.province_id])
        ]


def bind_run(pk: int, *, press: Press) -> bool:
    """Make the two files that hold all letters of a run: one PDF laid out anew, and a ZIP.

    Claimed and stamped like a letter; waits until every letter is made.
    """
    if not LetterRun.objects.unbound().claim(pk, lease=LEASE):
        return False
    run = LetterRun.objects.get(pk=pk)
    try:
        letters = list(run.letters.select_related("province").order_by("number"))
        joint = uploads.write_bytes(
            press.join(page_of(letter.content) for letter in letters),
            folder="letters",
            suffix="pdf",
        )
        archive = uploads.write_bytes(zipped(letters), folder="letters", suffix="zip")
    except Exception as error:
        log.exception("The letters of run %s were not bound", pk)
        LetterRun.objects.release(pk, error=str(error) or type(error).__name__)
        return False
    LetterRun.objects.settle(pk, joint_path=joint.path, archive_path=archive.path)
    return True


def zipped(letters: Sequence[Letter]) -> bytes:
    """The files of the letters under names that people know them by, as one ZIP file."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "letters.zip"
        uploads.zip_files(((file_name(one), uploads.absolute(one.path)) for one in letters), out)
        return out.read_bytes()


def file_name(letter: Letter) -> str:
    """What a letter is called when saved; costs a query without its province."""
    return f"{letter.register_year}-{letter.number:04d} {letter.province.name}.pdf"


@transaction.atomic
def retry_letters(run: LetterRun, *, by: User) -> int:
    """Owe again what was given up after five tries; says how much. A second run finds nothing."""
    if not rules.may_order_letters(by):
        raise LetterRefusedError(_("Only department staff have letters made again."))
    letters = Letter.objects.unmade().filter(run=run).owe_again()
    return letters + LetterRun.objects.filter(pk=run.pk, joint_path="").owe_again()
