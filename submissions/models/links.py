import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from groups.models import User
from selection_site.lib import clock
from submissions.enums import LinkState
from submissions.models.submissions import Submission


class UploadLinkQuerySet(models.QuerySet["UploadLink"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(submission__in=Submission.objects.visible_to(user))

    def open(self) -> Self:
        """Those by which a clip may come now."""
        return self.filter(revoked_at=None, used_at=None, expires_at__gt=clock.now())


class UploadLink(models.Model):
    """A link by which a group's own telephone sends one clip, without logging in.

    The address carries the key under our signature, so nothing in the database opens it. It is
    used up by the clip it brings; a clip that is refused opens it again.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="upload_links")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    objects = UploadLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link for uploading")
        verbose_name_plural = _("links for uploading")
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="link_expires_after_it_was_made",
                condition=Q(expires_at__gt=F("made_at")),
            ),
            models.CheckConstraint(
                name="link_is_used_or_revoked_not_both",
                condition=Q(used_at=None) | Q(revoked_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.made_at}"

    @property
    def state(self) -> LinkState:
        if self.revoked_at is not None:
            return LinkState.REVOKED
        if self.used_at is not None:
            return LinkState.USED
        return LinkState.EXPIRED if self.expires_at <= clock.now() else LinkState.OPEN

    @property
    def is_open(self) -> bool:
        return self.state == LinkState.OPEN
