"""Columns of the plan: each may stay empty while the plan is a draft."""

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

if TYPE_CHECKING:
    from datetime import date

    from django.utils.functional import _StrOrPromise

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


def count(label: "_StrOrPromise") -> "models.PositiveIntegerField[int | None, int | None]":
    return models.PositiveIntegerField(label, null=True, blank=True)


def baht(label: "_StrOrPromise") -> "models.PositiveBigIntegerField[int | None, int | None]":
    return models.PositiveBigIntegerField(label, null=True, blank=True)


def signed_baht(label: "_StrOrPromise") -> "models.BigIntegerField[int | None, int | None]":
    return models.BigIntegerField(label, null=True, blank=True)


def percent(label: "_StrOrPromise") -> "models.PositiveSmallIntegerField[int | None, int | None]":
    return models.PositiveSmallIntegerField(label, null=True, blank=True, validators=PERCENT)


def text(label: "_StrOrPromise") -> "models.TextField[str, str]":
    return models.TextField(label, blank=True, max_length=4000)


def line(label: "_StrOrPromise", length: int = 120) -> "models.CharField[str, str]":
    return models.CharField(label, max_length=length, blank=True)


def day(label: "_StrOrPromise") -> "models.DateField[date | None, date | None]":
    return models.DateField(label, null=True, blank=True)
