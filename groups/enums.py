"""The posts a person can hold."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    DISTRICT = "district", _("District officer")
    DISTRICT_HEAD = "district_head", _("District head")
    PROVINCE = "province", _("Provincial officer")
    PROVINCE_HEAD = "province_head", _("Provincial head")
    MEMBER = "member", _("Committee member")
    CHAIR = "chair", _("Committee chair")
    STAFF = "staff", _("Department staff")
    DIRECTOR = "director", _("Director")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


DISTRICT_ROLES = (Role.DISTRICT, Role.DISTRICT_HEAD)
PROVINCE_ROLES = (Role.PROVINCE, Role.PROVINCE_HEAD)
JUDGE_ROLES = (Role.MEMBER, Role.CHAIR)
NATIONAL_ROLES = (Role.STAFF, Role.DIRECTOR, Role.AUDITOR, Role.ADMINISTRATOR)

# Roles that see every person and the posts held.
PEOPLE_ROLES = (Role.ADMINISTRATOR, Role.AUDITOR)

# Roles that read the audit chain.
AUDITING_ROLES = (Role.AUDITOR, Role.DIRECTOR)

# Roles that see every submission, every allocation and every letter.
OVERSEEING_ROLES = (Role.STAFF, Role.DIRECTOR, Role.AUDITOR)


class Hears(models.TextChoices):
    """Who is told of a duty: whoever does it, whoever leads them, the department."""

    OFFICER = "officer", _("Officer")
    HEAD = "head", _("Head")
    DEPARTMENT = "department", _("Department")


class NoticeKind(models.TextChoices):
    """How a notice is mailed: by itself at once, or in the day's one mail of reminders."""

    AT_ONCE = "at_once", _("At once")
    REMINDER = "reminder", _("Reminder")
