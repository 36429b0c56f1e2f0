"""Posts, who hears of a duty, how a notice goes out, and what the country's parts are called."""

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


# The regions as the table of provinces names them.
REGIONS = {
    "ภาคเหนือ": _("North"),
    "ภาคตะวันออกเฉียงเหนือ": _("North-east"),
    "ภาคกลาง": _("Centre"),
    "ภาคตะวันออก": _("East"),
    "ภาคตะวันตก": _("West"),
    "ภาคใต้": _("South"),
}

# The 18 provincial clusters likewise.
CLUSTERS = {
    "ภาคกลางปริมณฑล": _("Around Bangkok"),
    "ภาคกลางตอนบน": _("Upper centre"),
    "ภาคกลางตอนล่าง 1": _("Lower centre 1"),
    "ภาคกลางตอนล่าง 2": _("Lower centre 2"),
    "ภาคใต้ฝั่งอ่าวไทย": _("South, Gulf coast"),
    "ภาคใต้ฝั่งอันดามัน": _("South, Andaman coast"),
    "ภาคใต้ชายแดน": _("Southern border"),
    "ภาคตะวันออก 1": _("East 1"),
    "ภาคตะวันออก 2": _("East 2"),
    "ภาคตะวันออกเฉียงเหนือตอนบน 1": _("Upper north-east 1"),
    "ภาคตะวันออกเฉียงเหนือตอนบน 2": _("Upper north-east 2"),
    "ภาคตะวันออกเฉียงเหนือตอนกลาง": _("Middle north-east"),
    "ภาคตะวันออกเฉียงเหนือตอนล่าง 1": _("Lower north-east 1"),
    "ภาคตะวันออกเฉียงเหนือตอนล่าง 2": _("Lower north-east 2"),
    "ภาคเหนือตอนบน 1": _("Upper north 1"),
    "ภาคเหนือตอนบน 2": _("Upper north 2"),
    "ภาคเหนือตอนล่าง 1": _("Lower north 1"),
    "ภาคเหนือตอนล่าง 2": _("Lower north 2"),
}
