"""Stages and choices of what the groups send."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where a submission stands. Results appear here only when the director releases them."""

    NOT_STARTED = "not_started", _("Not started")
    DRAFT = "draft", _("Being written")
    SENT = "sent", _("With the province")
    FORWARDED = "forwarded", _("With the department")
    FINALIST = "finalist", _("In round 2")
    DECLINED = "declined", _("Not selected")
    OUTSTANDING = "outstanding", _("Outstanding")
    GOOD = "good", _("Good")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    GIVEN_UP = "given_up", _("Withdrew after the result")


WRITABLE = (Stage.NOT_STARTED, Stage.DRAFT)
ARRIVED = (
    Stage.FORWARDED,
    Stage.FINALIST,
    Stage.DECLINED,
    Stage.OUTSTANDING,
    Stage.GOOD,
    Stage.GIVEN_UP,
)
AWARDED = (Stage.OUTSTANDING, Stage.GOOD)
ANNOUNCED = (Stage.DECLINED, Stage.GIVEN_UP, *AWARDED)
# From here a group may still leave the year; once round 1 is open its plan is judged.
WITHDRAWABLE = (Stage.NOT_STARTED, Stage.DRAFT, Stage.SENT, Stage.FORWARDED)


class BoardState(models.TextChoices):
    """What the monitoring board tells of a plan; lateness comes before the stage."""

    LATE = "late", _("Late")
    NOT_STARTED = "not_started", _("Not started")
    DRAFT = "draft", _("Being written")
    SENT = "sent", _("With the province")
    ARRIVED = "arrived", _("With the department")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def tone(self) -> str:
        """Its colour, as the style sheet calls it."""
        tones = {"late": "bad", "draft": "warn", "sent": "info", "arrived": "good"}
        tones["withdrawn"] = "gone"
        return tones.get(self.value, "neutral")

    @property
    def mark(self) -> str:
        """Its sign among the icons, for colour never tells alone."""
        marks = {"late": "clock", "draft": "edit", "sent": "up", "arrived": "check"}
        marks["withdrawn"] = "cross"
        return marks.get(self.value, "neutral")


class WithdrawalKind(models.TextChoices):
    """Why a group leaves the year."""

    OWN_WISH = "own_wish", _("The group's own wish")
    CLOSED_DOWN = "closed_down", _("The group has closed down")
    BREACH = "breach", _("The group broke the rules of the programme")
    OTHER = "other", _("Another reason")


class TimeLeft(models.TextChoices):
    """How long what is still owed may take; what is late or settled has no time left."""

    DAYS_3 = "3", _("Up to 3 days")
    DAYS_7 = "7", _("Up to 7 days")
    MORE = "more", _("More than 7 days")


class BusinessKind(models.TextChoices):
    """The kinds of community business that savings groups run."""

    SHOP = "shop", _("Community shop")
    FUEL = "fuel", _("Fuel pump")
    RICE_MILL = "rice_mill", _("Rice mill")
    CROP_YARD = "crop_yard", _("Crop buying yard or barn")
    RICE_BANK = "rice_bank", _("Rice bank")
    FERTILISER = "fertiliser", _("Fertiliser and farm supplies")
    WATER = "water", _("Drinking water")
    FOOD = "food", _("Food processing")
    WEAVING = "weaving", _("Weaving or OTOP craft")
    NOODLES = "noodles", _("Flour mill or rice noodles")
    MACHINES = "machines", _("Top-up or laundry machines")
    TOURISM = "tourism", _("Community tourism")
    OTHER = "other", _("Other")


class BudgetSource(models.TextChoices):
    """Who pays for a budget line."""

    DEPARTMENT = "department", _("Department")
    GROUP = "group", _("The group itself")
    OTHER = "other", _("Another source")


class BudgetKind(models.TextChoices):
    """What a budget line buys; the programme's money is operating budget."""

    MATERIAL = "material", _("Material")
    HIRE = "hire", _("Hired work")
    EQUIPMENT = "equipment", _("Durable equipment")


class ClipKind(models.TextChoices):
    """What a clip shows: the plan, or the network activity afterwards."""

    PLAN = "plan", _("Clip of the plan")
    FOLLOW_UP = "follow_up", _("Follow-up clip")


class ClipState(models.TextChoices):
    """What the check found out about a clip."""

    RECEIVED = "received", _("Received, being checked")
    PLAYABLE = "playable", _("Ready to play")
    REFUSED = "refused", _("Refused")


class LinkState(models.TextChoices):
    """Whether a clip may still come by a link, and why not."""

    OPEN = "open", _("Open")
    USED = "used", _("Used: the clip has arrived")
    REVOKED = "revoked", _("Revoked")
    EXPIRED = "expired", _("Time over")

    @property
    def tone(self) -> str:
        """Its colour, as the style sheet calls it."""
        return {"open": "info", "used": "good"}.get(self.value, "neutral")


class AttachmentKind(models.TextChoices):
    """What a file of the plan is, in the words of whoever added it."""

    MINUTES = "minutes", _("Minutes of the members' meeting")
    QUOTATION = "quotation", _("Quotation")
    PICTURE = "picture", _("Picture of the group or its business")
    REGISTER = "register", _("Register or accounts")
    OTHER = "other", _("Other")


class Reading(models.TextChoices):
    """How far a file of the plan could be read when it was searched for national numbers."""

    WAITING = "waiting", _("Being looked through")
    WHOLE = "whole", _("Looked through")
    PARTLY = "partly", _("Only partly readable")
    PICTURES = "pictures", _("Pictures, nothing to read")
    LOCKED = "locked", _("Locked with a password")
    DAMAGED = "damaged", _("Damaged")
    TOO_HEAVY = "too_heavy", _("Too much to look through")


class ReceiptKind(models.TextChoices):
    """What a receipt confirms; `mark` stands in its number."""

    SENT = "sent", _("Receipt of the province")
    FORWARDED = "forwarded", _("Receipt of the department")

    @property
    def mark(self) -> str:
        return {"sent": "ส", "forwarded": "ก"}[self.value]


class Committee(models.TextChoices):
    """The four committees that a savings group for production has."""

    DIRECTING = "directing", _("Directing committee")
    LOANS = "loans", _("Loans committee")
    AUDIT = "audit", _("Audit committee")
    PROMOTION = "promotion", _("Promotion committee")


class Weight(models.TextChoices):
    """How likely a risk is, and how much it would hurt."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class Section(models.TextChoices):
    """The parts of a submission as they are written, each on a page of its own."""

    GROUP = "group", _("The group")
    FINANCES = "finances", _("Finances")
    STRUCTURE = "structure", _("Committees")
    BUSINESSES = "businesses", _("Businesses")
    ANALYSIS = "analysis", _("Analysis")
    AIMS = "aims", _("Aims and indicators")
    PRODUCTION = "production", _("Production and service")
    MARKETING = "marketing", _("Marketing")
    MANAGEMENT = "management", _("Management and staff")
    FINANCE_PLAN = "finance-plan", _("Finance plan")
    ACTIVITIES = "activities", _("Activities by month")
    BUDGET = "budget", _("Budget")
    NETWORKS = "networks", _("Networks")
    RISKS = "risks", _("Risks")
    RESULTS = "results", _("Expected results")
    SIGNATURES = "signatures", _("Agreement and signatures")
    CLIP = "clip", _("Clip")
    FILES = "files", _("Files")


class SectionState(models.TextChoices):
    """How far a part is written."""

    EMPTY = "empty", _("Nothing yet")
    CONFIRM = "confirm", _("To confirm")
    PROBLEM = "problem", _("Something is left")
    DONE = "done", _("Done")
