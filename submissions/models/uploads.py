import uuid
from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from groups.models import User
from selection_site.lib import clock
from submissions.enums import ClipKind
from submissions.models.files import Clip
from submissions.models.links import UploadLink
from submissions.models.submissions import Submission

TIME_TO_FINISH = timedelta(days=7)


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: User) -> Self:
        """Whose own they are, as long as that person may see the submission.

        What a group sends by a link belongs to whoever holds the link, not to who made it.
        """
        mine = self.filter(owner=user, link=None)
        return mine.filter(submission__in=Submission.objects.visible_to(user))

    def running(self) -> Self:
        return self.filter(finished_at=None)


class Upload(models.Model):
    """A clip on its way in, piece by piece; how far it is, its part file alone says.

    One of a kind runs for a submission at a time; `owner` answers for it, also for what comes by a
    link of theirs. Finished ones are kept for some days, so that
    whoever asks after the last piece gets an answer.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="uploads")
    kind = models.CharField(_("kind"), max_length=10, choices=ClipKind.choices)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    link = models.ForeignKey(
        UploadLink, models.PROTECT, null=True, related_name="uploads", editable=False
    )
    length = models.PositiveBigIntegerField(_("size"))
    name = models.CharField(_("file name"), max_length=200)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField(editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    clip = models.OneToOneField(Clip, models.PROTECT, null=True, related_name="+", editable=False)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("clip on its way in")
        verbose_name_plural = _("clips on their way in")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                name="upload_one_running_of_a_kind",
                fields=["submission", "kind"],
                condition=Q(finished_at=None),
            ),
            models.CheckConstraint(name="upload_has_a_length", condition=Q(length__gt=0)),
            models.CheckConstraint(
                name="upload_finished_exactly_when_there_is_a_clip",
                condition=Q(finished_at__isnull=True, clip__isnull=True)
                | Q(finished_at__isnull=False, clip__isnull=False),
            ),
            models.CheckConstraint(
                name="upload_expires_after_it_began",
                condition=Q(expires_at__gt=F("created_at")),
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="upload_by_expiry")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def is_expired(self) -> bool:
        return not self.is_finished and self.expires_at <= clock.now()
