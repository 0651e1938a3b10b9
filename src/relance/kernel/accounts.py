"""How allauth makes and names our accounts."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts carry an e-mail address and a plain name; anybody may open one, rights come with roles."""

    def populate_username(self, request: Any, user: Any) -> None:
        """We have no user names."""
