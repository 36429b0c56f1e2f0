"""Stages and kinds of what leaves the house."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportStage(models.TextChoices):
    """A result report or a follow-up: written by the province, accepted by the department."""

    DRAFT = "draft", _("Being written")
    SENT = "sent", _("Sent to the department")
    RETURNED = "returned", _("Returned for correction")
    ACCEPTED = "accepted", _("Accepted")


# The stages at which the province still has to write and send.
OPEN = (ReportStage.DRAFT, ReportStage.RETURNED)


class Capacity(models.TextChoices):
    """In which capacity a letter is signed, as the words stand under the name."""

    HOLDER = "holder", _("as the holder of the office")
    ON_BEHALF = "on_behalf", "ปฏิบัติราชการแทน"
    ACTING = "acting", "รักษาราชการแทน"
    ACTING_IN_POST = "acting_in_post", "รักษาการในตำแหน่ง"


class ExportKind(models.TextChoices):
    """The reports that staff take out."""

    ALLOCATION = "allocation", _("Allocation report")
    RANKING_1 = "ranking_1", _("Ranking of round 1")
    RANKING_2 = "ranking_2", _("Ranking of round 2")
    ROSTER = "roster", _("State of the roster")


class ExportFormat(models.TextChoices):
    XLSX = "xlsx", _("Excel workbook")
    PDF = "pdf", "PDF"
