"""The people who act in a demonstration year, each found by e-mail before being made."""

import random
from dataclasses import dataclass, field

from groups.enums import Role
from groups.models import District, Post, Province, User
from groups.services import appoint
from selection_site.management.year.places import names

DOMAIN = "cdd.example"


@dataclass
class Cast:
    """Who does what; provincial and district officers by the code of their place."""

    staff: User
    director: User
    administrator: User
    chair: User
    members: list[User]
    provincial: dict[str, User] = field(default_factory=dict)
    district: dict[str, User] = field(default_factory=dict)

    @property
    def judges(self) -> list[User]:
        return [self.chair, *self.members]


def department(year: int, *, judges: int) -> Cast:
    """Staff, director, auditor, administrator, and a committee of `judges` for `year`.

    People who exist already are taken as they are; only missing posts are given.
    """
    person("auditor", Role.AUDITOR)
    members = [person(f"member{number}", Role.MEMBER, year=year) for number in range(1, judges)]
    return Cast(
        staff=person("staff", Role.STAFF),
        director=person("director", Role.DIRECTOR),
        administrator=person("administrator", Role.ADMINISTRATOR),
        chair=person("chair", Role.CHAIR, year=year),
        members=members,
    )


def local_officers(cast: Cast, districts: list[District]) -> None:
    """One officer and one head for each province and district on the roster."""
    for district in districts:
        province = district.province
        if province.code not in cast.provincial:
            cast.provincial[province.code] = person(
                f"province{province.code}", Role.PROVINCE, province=province
            )
            person(f"provincehead{province.code}", Role.PROVINCE_HEAD, province=province)
        if district.code not in cast.district:
            cast.district[district.code] = person(
                f"district{district.code}", Role.DISTRICT, district=district
            )
            person(f"districthead{district.code}", Role.DISTRICT_HEAD, district=district)


def person(
    login: str,
    role: Role,
    *,
    province: Province | None = None,
    district: District | None = None,
    year: int | None = None,
) -> User:
    """The person with this login, made without a password if missing, holding the post."""
    email = f"{login}@{DOMAIN}"
    user = User.objects.filter(email=email).first() or _made_up(email)
    scope = {"province": province, "district": district, "year": year}
    if not Post.objects.filter(user=user, role=role, ended_at=None, **scope).exists():
        appoint(user, role, by=None, province=province, district=district, year=year)
    return user


def _made_up(email: str) -> User:
    chance = random.Random(email)  # noqa: S311 (a made-up name, no secret)
    words = names()
    title = chance.choice(words["titles"])
    first = chance.choice(words["men"] if title == "นาย" else words["women"])
    last = chance.choice(words["families"])
    return User.objects.create_user(email, title=title, first_name=first, last_name=last)
