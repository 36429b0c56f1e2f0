from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from groups.enums import DISTRICT_ROLES, JUDGE_ROLES, PEOPLE_ROLES, PROVINCE_ROLES, Role
from groups.models.places import District, Province
from selection_site.lib import clock, thai


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **names: Any) -> "User":
        """A person who can log in; without a password only after choosing one by mail."""
        user = self.model(email=email.strip().lower(), **names)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def visible_to(self, user: "User") -> "models.QuerySet[User]":
        """Everybody to those who look after people or audit, themselves to all others."""
        if user.holds(*PEOPLE_ROLES):
            return self.get_queryset()
        return self.filter(pk=user.pk)


class User(AbstractBaseUser):
    """A person who logs in with an e-mail address; what they may do follows from posts alone."""

    email = models.EmailField(
        _("e-mail"),
        unique=True,
        error_messages={"unique": _("Another person already logs in with this e-mail.")},
    )
    title = models.CharField(_("title"), max_length=30, blank=True)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    is_active = models.BooleanField(_("may log in"), default=True)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    sort_key = models.CharField(max_length=thai.SORT_KEY_LENGTH, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                name="user_email_is_kept_in_lower_case", condition=Q(email=Lower("email"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}{self.first_name} {self.last_name}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        self.sort_key = thai.sort_key(f"{self.first_name} {self.last_name}")
        super().save(*args, **kwargs)

    @cached_property
    def held(self) -> list["Post"]:
        """Every post this person holds now: one query per request, whatever is asked of it."""
        return list(self.posts.filter(ended_at=None).select_related("province", "district"))

    def holds(
        self,
        *roles: Role,
        province_id: str | None = None,
        district_id: str | None = None,
        year: int | None = None,
    ) -> bool:
        """Whether one of the posts held now is of `roles` and covers the place and year asked."""
        return any(
            post.role in roles
            and (province_id is None or post.province_id in (None, province_id))
            and (district_id is None or post.district_id in (None, district_id))
            and (year is None or post.year in (None, year))
            for post in self.held
        )

    def provinces(self, *roles: Role) -> list[str]:
        """Codes of the provinces where this person holds one of `roles`."""
        return [p.province_id for p in self.held if p.role in roles and p.province_id]

    def districts(self, *roles: Role) -> list[str]:
        """Codes of the districts where this person holds one of `roles`."""
        return [p.district_id for p in self.held if p.role in roles and p.district_id]

    def years(self, *roles: Role) -> list[int]:
        """Fiscal years for which this person sits on the committee in one of `roles`."""
        return [p.year for p in self.held if p.role in roles and p.year]


class Post(models.Model):
    """An office that a person holds, with the place or year it is for; ended posts are kept."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name=_("person"))
    role = models.CharField(_("post"), max_length=20, choices=Role.choices)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, verbose_name=_("district")
    )
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, verbose_name=_("province")
    )
    year = models.PositiveSmallIntegerField(_("fiscal year"), null=True, blank=True)
    created_at = models.DateTimeField(_("since"), default=clock.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["role", "pk"]
        constraints = [
            models.CheckConstraint(
                name="post_names_a_district_exactly_when_its_role_has_one",
                condition=(Q(role__in=DISTRICT_ROLES) & Q(district__isnull=False))
                | (~Q(role__in=DISTRICT_ROLES) & Q(district__isnull=True)),
                violation_error_message=_("This post is held in one district: choose it."),
            ),
            models.CheckConstraint(
                name="post_names_a_province_exactly_when_its_role_has_one",
                condition=(Q(role__in=PROVINCE_ROLES) & Q(province__isnull=False))
                | (~Q(role__in=PROVINCE_ROLES) & Q(province__isnull=True)),
                violation_error_message=_("This post is held in one province: choose it."),
            ),
            models.CheckConstraint(
                name="post_names_a_year_exactly_when_its_role_has_one",
                condition=(Q(role__in=JUDGE_ROLES) & Q(year__isnull=False))
                | (~Q(role__in=JUDGE_ROLES) & Q(year__isnull=True)),
                violation_error_message=_("A committee is appointed for one fiscal year: give it."),
            ),
            # An empty place or year counts as a value: SQLite has no other way to say so.
            models.UniqueConstraint(
                "user",
                "role",
                Coalesce("district", Value(""), output_field=models.CharField()),
                Coalesce("province", Value(""), output_field=models.CharField()),
                Coalesce("year", Value(0)),
                name="post_held_once",
                condition=Q(ended_at=None),
                violation_error_message=_("This person already holds this post."),
            ),
            models.UniqueConstraint(
                fields=["year"],
                name="post_one_chair_a_year",
                condition=Q(role=Role.CHAIR, ended_at=None),
                violation_error_message=_("This year's committee already has a chair."),
            ),
            models.CheckConstraint(
                name="post_ends_after_it_began",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("created_at")),
            ),
        ]

    def __str__(self) -> str:
        place = self.district or self.province or self.year
        return f"{self.get_role_display()} {place}" if place else self.get_role_display()
