from datetime import timedelta
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from groups.models import MOST_TRIES, Owed, OwedQuerySet, User
from selection_site.lib import clock
from submissions.enums import AttachmentKind, ClipKind, ClipState, Reading
from submissions.models.links import UploadLink
from submissions.models.submissions import Submission

STRIP_PICTURES = 10


class StoredFile(models.Model):
    """What every uploaded file carries: where it lies, its own name, size and digest.

    `path` is relative to the files folder, ASCII and random; `name` is what the person's own
    computer called it and never reaches a path or an address.
    """

    path = models.CharField(max_length=120, unique=True, editable=False)
    name = models.CharField(_("file name"), max_length=200)
    bytes = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("digest"), max_length=64)
    content_type = models.CharField(_("type"), max_length=100)
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=clock.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class ClipQuerySet(OwedQuerySet["Clip"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(submission__in=Submission.objects.visible_to(user))

    def current(self) -> Self:
        return self.filter(replaced_at=None)

    def unchecked(self) -> Self:
        return self.filter(state=ClipState.RECEIVED)

    def heavy(self) -> Self:
        """Playable ones without the copy for thin lines and the strip; an earlier release's too."""
        return self.current().filter(state=ClipState.PLAYABLE, lightened_at=None)

    def owing(self) -> Self:
        return self.unchecked() | self.heavy()

    def advance(self, pk: int, percent: int, *, lease: timedelta) -> None:
        """Say how far the work on a claimed clip is, and hold it longer."""
        self.filter(pk=pk).update(progress=percent, claimed_until=clock.now() + lease)


class Clip(Owed, StoredFile):
    """A video that a group made; the original is kept, people watch the playable copy.

    A newer upload replaces the current one; replaced clips stay, because a frozen plan version
    may point at them. The small copy and the strip of pictures come after the playable copy, so
    that watching begins early; without a small copy the playable one is as light. `link` is the
    one by which the group sent it.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="clips")
    kind = models.CharField(_("kind"), max_length=10, choices=ClipKind.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=ClipState.choices, default=ClipState.RECEIVED
    )
    refusal = models.TextField(_("why it was refused"), blank=True)
    seconds = models.DecimalField(_("length"), max_digits=8, decimal_places=2, null=True)
    width = models.PositiveSmallIntegerField(_("width"), null=True)
    height = models.PositiveSmallIntegerField(_("height"), null=True)
    playable_path = models.CharField(max_length=120, blank=True, editable=False)
    playable_bytes = models.PositiveBigIntegerField(null=True, editable=False)
    poster_path = models.CharField(max_length=120, blank=True, editable=False)
    small_path = models.CharField(max_length=120, blank=True, editable=False)
    small_bytes = models.PositiveBigIntegerField(null=True, editable=False)
    strip_path = models.CharField(max_length=120, blank=True, editable=False)
    lightened_at = models.DateTimeField(null=True, editable=False)
    progress = models.PositiveSmallIntegerField(_("percent done"), default=0, editable=False)
    captions_path = models.CharField(max_length=120, blank=True, editable=False)
    captions_name = models.CharField(_("captions"), max_length=200, blank=True, editable=False)
    link = models.ForeignKey(
        UploadLink, models.PROTECT, null=True, related_name="clips", editable=False
    )
    replaced_at = models.DateTimeField(_("replaced"), null=True, editable=False)

    objects = ClipQuerySet.as_manager()

    class Meta:
        verbose_name = _("clip")
        verbose_name_plural = _("clips")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "kind"],
                name="clip_one_current_of_a_kind",
                condition=Q(replaced_at=None),
            ),
            models.CheckConstraint(
                name="clip_playable_exactly_when_it_has_a_copy_and_a_length",
                condition=(
                    Q(state=ClipState.PLAYABLE, seconds__isnull=False)
                    & ~Q(playable_path="")
                    & ~Q(poster_path="")
                )
                | (~Q(state=ClipState.PLAYABLE) & Q(playable_path="")),
            ),
            models.CheckConstraint(
                name="clip_refused_exactly_when_a_reason_is_given",
                condition=(Q(state=ClipState.REFUSED) & ~Q(refusal=""))
                | (~Q(state=ClipState.REFUSED) & Q(refusal="")),
            ),
            models.CheckConstraint(
                name="clip_light_copies_only_beside_a_playable_one",
                condition=Q(state=ClipState.PLAYABLE)
                | Q(lightened_at=None, small_path="", strip_path="", captions_path=""),
            ),
            models.CheckConstraint(
                name="clip_small_copy_has_a_size",
                condition=Q(small_path="", small_bytes=None)
                | (~Q(small_path="") & Q(small_bytes__isnull=False)),
            ),
            models.CheckConstraint(
                name="clip_replaced_after_it_came",
                condition=Q(replaced_at=None) | Q(replaced_at__gte=F("uploaded_at")),
            ),
        ]

    @property
    def is_playable(self) -> bool:
        return self.state == ClipState.PLAYABLE

    @property
    def is_refused(self) -> bool:
        return self.state == ClipState.REFUSED

    @property
    def is_waiting(self) -> bool:
        """Nobody knows yet whether it can be played, and a worker will find out."""
        return self.state == ClipState.RECEIVED and not self.is_given_up

    @property
    def is_heavy(self) -> bool:
        return self.is_playable and self.lightened_at is None and self.replaced_at is None

    @property
    def is_given_up(self) -> bool:
        """What it owes failed as often as it is tried; somebody must press 'try again'."""
        held = self.claimed_until is not None and self.claimed_until >= clock.now()
        owes = self.state == ClipState.RECEIVED or self.is_heavy
        return owes and self.tries >= MOST_TRIES and not held

    @property
    def is_upright(self) -> bool:
        """Whether the film people watch is higher than wide, as telephones are held."""
        return bool(self.width and self.height and self.height > self.width)

    @property
    def moments(self) -> list[Decimal]:
        """The seconds of the film from which the pictures of the strip are."""
        if not self.strip_path or self.seconds is None:
            return []
        step = self.seconds / (2 * STRIP_PICTURES)
        return [round(step * (2 * number + 1), 1) for number in range(STRIP_PICTURES)]


class AttachmentQuerySet(OwedQuerySet["Attachment"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(submission__in=Submission.objects.visible_to(user))

    def current(self) -> Self:
        return self.filter(removed_at=None)

    def for_list(self) -> Self:
        return self.select_related("uploaded_by")

    def unread(self) -> Self:
        """Those that nobody has searched for national numbers yet."""
        return self.filter(reading=Reading.WAITING)


class Attachment(Owed, StoredFile):
    """A file or picture that belongs to the plan; removing hides it, frozen versions keep it.

    `numbers` says where a person's national number stands, its middle covered; the number itself is
    kept nowhere. It warns and stops nothing.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="attachments")
    kind = models.CharField(
        _("what it is"),
        max_length=10,
        choices=AttachmentKind.choices,
        default=AttachmentKind.OTHER,
    )
    removed_at = models.DateTimeField(_("removed"), null=True, editable=False)
    reading = models.CharField(
        _("search for national numbers"),
        max_length=10,
        choices=Reading.choices,
        default=Reading.WAITING,
        editable=False,
    )
    read_at = models.DateTimeField(_("looked through"), null=True, editable=False)
    numbers_found = models.PositiveIntegerField(_("national numbers"), default=0, editable=False)
    numbers = models.JSONField(_("where they stand"), default=list, editable=False)
    thumbnail_path = models.CharField(max_length=120, blank=True, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="attachment_read_exactly_when_it_has_a_time",
                condition=Q(reading=Reading.WAITING, read_at__isnull=True)
                | (~Q(reading=Reading.WAITING) & Q(read_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="attachment_has_numbers_only_when_read",
                condition=Q(numbers_found=0) | ~Q(reading=Reading.WAITING),
            ),
        ]

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")

    @property
    def is_waiting(self) -> bool:
        """A worker has it or will have it; the page asks again."""
        return self.reading == Reading.WAITING and not self.is_given_up

    @property
    def is_given_up(self) -> bool:
        """Looking through it failed as often as it is tried; somebody must press 'try again'."""
        held = self.claimed_until is not None and self.claimed_until >= clock.now()
        return self.reading == Reading.WAITING and self.tries >= MOST_TRIES and not held

    @property
    def digest_start(self) -> str:
        """As much of the digest as people compare at a glance."""
        return self.sha256[:8]


class PlanVersion(models.Model):
    """A plan as it was at the moment it was sent: content, clip and files, under one digest.

    `content` is what `submissions.selectors.plan_content` gave at that moment; rows are never
    changed afterwards, and what a committee judges is the version that was forwarded. Captions
    and the labels of files (by the files' keys) are copies: those of the plan may change once it
    was returned. Versions older than these copies have no digest of their captions.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("content"))
    clip = models.ForeignKey(Clip, models.PROTECT, related_name="versions")
    captions_path = models.CharField(max_length=120, blank=True, editable=False)
    captions_name = models.CharField(_("captions"), max_length=200, blank=True, editable=False)
    captions_sha256 = models.CharField(_("digest of the captions"), max_length=64, blank=True)
    attachments = models.ManyToManyField(Attachment, related_name="versions")
    labels = models.JSONField(_("what the files are"), default=dict)
    sha256 = models.CharField(_("digest"), max_length=64)
    frozen_at = models.DateTimeField(_("frozen"), default=clock.now)
    frozen_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("frozen plan")
        verbose_name_plural = _("frozen plans")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="version_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.submission} v{self.number}"

    @property
    def digest(self) -> str:
        """The digest in groups of eight, as people compare it."""
        return " ".join(self.sha256[at : at + 8] for at in range(0, 64, 8))


class RosterFile(models.Model):
    """A roster workbook that staff uploaded: checked first, written only when confirmed."""

    call = models.ForeignKey("submissions.Call", models.PROTECT, related_name="roster_files")
    path = models.CharField(max_length=120, unique=True, editable=False)
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("digest"), max_length=64)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"), default=clock.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)

    class Meta:
        verbose_name = _("roster file")
        verbose_name_plural = _("roster files")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name
