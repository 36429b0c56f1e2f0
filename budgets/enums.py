"""Grades, batches, ledger entries and the steps of buying."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Grade(models.TextChoices):
    OUTSTANDING = "outstanding", _("Outstanding")
    GOOD = "good", _("Good")


class BatchStage(models.TextChoices):
    """A year's allocation: proposed by staff, approved or returned by the director."""

    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")


class EntryKind(models.TextChoices):
    """What a ledger entry moves."""

    ALLOCATED = "allocated", _("Allocated")
    COMMITTED = "committed", _("Committed")
    PAID = "paid", _("Paid")


class Buyer(models.TextChoices):
    """The office that buys: the letter lets province or district do it."""

    PROVINCE = "province", _("Provincial office")
    DISTRICT = "district", _("District office")


class BuyingStep(models.TextChoices):
    """Steps of a purchase by the specific method, in the order of the procurement rules."""

    SPECIFIED = "specified", _("Specification and reference price set")
    REQUESTED = "requested", _("Purchase requested and approved")
    QUOTED = "quoted", _("Quotation received")
    AWARDED = "awarded", _("Result approved and seller announced")
    ORDERED = "ordered", _("Order placed")
    DELIVERED = "delivered", _("Goods or work delivered")
    INSPECTED = "inspected", _("Delivery inspected and accepted")
    PAID = "paid", _("Paid")
    HANDED_OVER = "handed_over", _("Handed over to the group")


class Spending(models.TextChoices):
    """How far the money of an allocation has come."""

    UNTOUCHED = "untouched", _("Not begun")
    BUYING = "buying", _("Buying")
    DONE = "done", _("Handed over")
