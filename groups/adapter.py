from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """Accounts begin with an invitation; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
