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


class BoardState(models.TextChoices):
    """What the monitoring board tells of a plan; lateness comes before the stage."""

    LATE = "late", _("Late")
    NOT_STARTED = "not_started", _("Not started")
    DRAFT = "draft", _("Being written")
    SENT = "sent", _("With the province")
    ARRIVED = "arrived", _("With the department")

    @property
    def tone(self) -> str:
        """Its colour, as the style sheet calls it."""
        tones = {"late": "bad", "not_started": "neutral", "draft": "warn", "sent": "info"}
        return tones.get(self.value, "good")

    @property
    def mark(self) -> str:
        """Its sign among the icons, for colour never tells alone."""
        marks = {"late": "clock", "not_started": "neutral", "draft": "edit", "sent": "up"}
        return marks.get(self.value, "check")


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


class Section(models.TextChoices):
    """The parts of a submission as they are written, each on a page of its own."""

    GROUP = "group", _("The group")
    FINANCES = "finances", _("Finances")
    BUSINESSES = "businesses", _("Businesses")
    AIMS = "aims", _("Aims and indicators")
    MARKETING = "marketing", _("Marketing")
    FINANCE_PLAN = "finance-plan", _("Finance plan")
    BUDGET = "budget", _("Budget")
    CLIP = "clip", _("Clip")
    FILES = "files", _("Files")


class SectionState(models.TextChoices):
    """How far a part is written."""

    EMPTY = "empty", _("Nothing yet")
    PROBLEM = "problem", _("Something is left")
    DONE = "done", _("Done")
