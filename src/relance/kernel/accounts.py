"""How allauth makes and names our accounts, and who may sign in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts carry an e-mail address and a plain name; anybody may open one, rights come with roles."""

    def populate_username(self, request: Any, user: Any) -> None:
        """We have no user names."""

    def pre_login(self, request: Any, user: Any, **how: Any) -> Any:
        """The last door of every way to sign in: also by a mailed link, which asks no password."""
        if not may_sign_in(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **how)


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """E-mail and password. Asked again at each request, so that a session ends with the right to it."""

    def user_can_authenticate(self, user: Any) -> bool:
        return may_sign_in(user) and bool(super().user_can_authenticate(user))


def may_sign_in(user: Any) -> bool:
    """The accounts of the demonstration have a published password: only there do they open anything."""
    return bool(user.is_active) and (settings.DEMO or not user.is_demo)
