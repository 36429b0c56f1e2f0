"""The two rounds and their stages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundNumber(models.IntegerChoices):
    FIRST = 1, _("Round 1")
    SECOND = 2, _("Round 2")


class RoundStage(models.TextChoices):
    """A round's life: marks are secret until MARKED, the result is secret until RELEASED."""

    PREPARED = "prepared", _("In preparation")
    MARKING = "marking", _("Being marked")
    MARKED = "marked", _("Marking closed")
    CLOSED = "closed", _("Closed, not yet released")
    RELEASED = "released", _("Released")


# What the committee decided is written down, and those who oversee may read it.
DECIDED = (RoundStage.CLOSED, RoundStage.RELEASED)


class SheetStage(models.TextChoices):
    DRAFT = "draft", _("Draft")
    HANDED_IN = "handed_in", _("Handed in")


class EvidenceKind(models.TextChoices):
    """On what a mark rests: a moment of the clip or a section of the plan."""

    CLIP = "clip", _("Clip")
    PLAN = "plan", _("Plan")


class Outcome(models.TextChoices):
    """What a round says of a submission: kept or not after round 1, its grade after round 2."""

    KEPT = "kept", _("Kept")
    NOT_KEPT = "not_kept", _("Not kept")
    OUTSTANDING = "outstanding", _("Outstanding")
    GOOD = "good", _("Good")


class ConflictReason(models.TextChoices):
    """Why a member must not judge a group."""

    OWN_PROVINCE = "own_province", _("I work or worked in this province")
    HOME = "home", _("I come from there or live there")
    RELATIVE = "relative", _("A relative or friend belongs to the group")
    ENDORSED = "endorsed", _("I helped with or endorsed this plan")
    OTHER = "other", _("Another reason")
