"""The two rounds, their stages, and the rules by which they decide."""

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
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ConflictReason(models.TextChoices):
    """Why a member must not judge a group."""

    OWN_PROVINCE = "own_province", _("Works or worked in this province")
    HOME = "home", _("Comes from there or lives there")
    RELATIVE = "relative", _("Has a relative or friend in the group")
    ENDORSED = "endorsed", _("Helped with or endorsed this plan")
    OTHER = "other", _("Another reason")


class SelectionMode(models.TextChoices):
    """How the places of a round are shared out, declared before round 1 opens."""

    NATIONAL = "national", _("National ranking")
    CLUSTER = "cluster", _("Quota per cluster")


class Seat(models.TextChoices):
    """By what a submission stays in: the national order, its cluster's quota, or what that left."""

    NONE = "", _("Not inside")
    NATIONAL = "national", _("By the national ranking")
    CLUSTER = "cluster", _("By the quota of its cluster")
    LEFTOVER = "leftover", _("By a place that the clusters left")
    RESERVE = "reserve", _("From the reserve list")


# Inside by a quota: the order alone does not tell who is in.
QUOTA = (Seat.CLUSTER, Seat.LEFTOVER)


class TieStep(models.TextChoices):
    """What orders submissions with one score; the steps are taken one after the other."""

    CRITERION = "criterion", _("Higher mean of a criterion")
    MEDIAN = "median", _("Higher median of the totals")
    MISSING = "missing", _("Fewer missing sheets")
    VOTE = "vote", _("Vote of the committee")
    LOT = "lot", _("Drawn lot")


# What people decide comes after what the marks decide: marks alone tell who is tied with whom.
RULED = (TieStep.VOTE, TieStep.LOT)


class ReplacementStage(models.TextChoices):
    """A withdrawal after release: staff propose it, the director decides."""

    PROPOSED = "proposed", _("Waits for the director")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Not approved")


class MotionResult(models.TextChoices):
    CARRIED = "carried", _("Carried")
    LOST = "lost", _("Not carried")
    EQUAL = "equal", _("Votes were equal")
