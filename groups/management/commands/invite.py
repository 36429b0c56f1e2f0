from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from groups.enums import NATIONAL_ROLES, Role
from groups.models import User
from groups.services import add_person, appoint, invite
from selection_site.lib import thai


class Command(BaseCommand):
    help = (
        "Invites a person to a post of the department: the first administrator of a new system, "
        "who invites everybody else on the page of people. Again for the same address sends a "
        "fresh link."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        roles = [role.value for role in NATIONAL_ROLES]
        parser.add_argument("email")
        parser.add_argument("--name", required=True, help="first name and surname")
        parser.add_argument("--role", default=Role.ADMINISTRATOR.value, choices=roles)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            take_in(options["email"], options["name"], Role(options["role"]))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"The invitation to {options['email']} goes out as soon as the server runs."
        )


@transaction.atomic
def take_in(email: str, name: str, role: Role) -> None:
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        first, _, last = thai.normalise(name).partition(" ")
        add_person(email, {"first_name": first, "last_name": last}, role, by=None)
        return
    if not person.holds(role):
        appoint(person, role, by=None)
    invite(person, by=None)
