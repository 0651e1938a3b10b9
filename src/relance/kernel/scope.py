"""The guard on rows that belong to an authority.

Reading says of whom: `Plan.objects.of(authority)`, or `Plan.objects.everywhere("reason")`
where rows of all authorities are meant (a public list, a nightly job). Anything else
raises `UnscopedRead` when it would reach the database. Rows found through a row that one
already holds (`plan.axes`, `measure.plan`) need no second word.

Writing names its authority on the row. While a request or a job works for one authority
(`working_for`), a write for another raises `WrongAuthority`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.utils import timezone

from relance.kernel.errors import UnscopedRead, WrongAuthority

if TYPE_CHECKING:
    from relance.kernel.models import Authority

_working_for: ContextVar[int | None] = ContextVar("working_for", default=None)
_unguarded: ContextVar[bool] = ContextVar("unguarded", default=False)
_answering: ContextVar[bool] = ContextVar("answering", default=False)


@contextmanager
def working_for(authority: "Authority | None") -> Iterator[None]:
    """Inside, rows of another authority cannot be written. None: no authority is meant yet."""
    token = _working_for.set(authority.pk if authority else None)
    try:
        yield
    finally:
        _working_for.reset(token)


@contextmanager
def answering() -> Iterator[None]:
    """One request: it begins for no authority, and in the time zone of the settings."""
    token = _answering.set(True)
    try:
        with working_for(None), timezone.override(None):
            yield
    finally:
        _answering.reset(token)


def tell_hours_of(authority: "Authority") -> None:
    """For the rest of the request, pages tell and forms read moments in the authority's time zone."""
    if _answering.get():
        timezone.activate(authority.zone)


@contextmanager
def unguarded() -> Iterator[None]:
    """For Django's own look-ups of uniqueness, which read by constraint and show nothing."""
    token = _unguarded.set(True)
    try:
        yield
    finally:
        _unguarded.reset(token)


def _check_write(row: "Owned") -> None:
    scope = _working_for.get()
    if scope is not None and row.authority_id != scope:
        raise WrongAuthority(f"{row._meta.label}: working for authority {scope}, row of {row.authority_id}")


M = TypeVar("M", bound="Owned")


class ScopedQuerySet(models.QuerySet[M]):
    """A queryset that refuses to be evaluated before it says whose rows it means."""

    _said: bool = False

    def of(self, authority: "Authority") -> Self:
        """Rows of this authority alone."""
        rows = self.filter(authority=authority)
        rows._said = True
        return rows

    def everywhere(self, reason: str) -> Self:
        """Rows of all authorities, on purpose; the reason is for the reader of the code."""
        if not reason:
            raise UnscopedRead("everywhere() needs a reason")
        rows = self.all()
        rows._said = True
        return rows

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # private in Django, so unknown to its stubs
        clone._said = self._said
        return clone

    def _guard(self) -> None:
        hints: dict[str, Any] = self._hints  # type: ignore[attr-defined]  # private in Django
        if not (self._said or _unguarded.get() or "instance" in hints or "instances" in hints):
            raise UnscopedRead(
                f"{self.model._meta.label}: say whose rows you mean with .of(authority) "
                "or .everywhere(reason)"
            )

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._guard()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Iterator[M]:
        self._guard()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self._guard()
        return super().count()

    def exists(self) -> bool:
        self._guard()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._guard()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._guard()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._guard()
        return super().delete()

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[M]:
        rows = list(objs)
        for row in rows:
            _check_write(row)
        return super().bulk_create(rows, *args, **kwargs)


class Owned(models.Model):
    """A row that belongs to an authority."""

    authority = models.ForeignKey(
        "kernel.Authority", on_delete=models.PROTECT, related_name="+", verbose_name="collectivité"
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        _check_write(self)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _check_write(self)
        return super().delete(*args, **kwargs)

    def validate_unique(self, *args: Any, **kwargs: Any) -> None:
        with unguarded():
            super().validate_unique(*args, **kwargs)

    def validate_constraints(self, *args: Any, **kwargs: Any) -> None:
        with unguarded():
            super().validate_constraints(*args, **kwargs)
