"""Writes and removes entries, in the transaction of the act that changes their subject."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from relance.kernel.errors import WrongAuthority
from relance.kernel.models import Authority, SearchEntry
from relance.kernel.search.words import words

CHUNK = 200
BODY_WORDS = 20_000  # a whole plan has some ten thousand; PostgreSQL refuses a row beyond a megabyte


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What the search is to know of a subject. `text` is plain text; only its first 20,000 words count."""

    authority: Authority
    kind: str
    key: str
    title: str
    text: str = ""
    address: str
    excerpt: str = ""
    is_public: bool = False


def put(
    *,
    authority: Authority,
    kind: str,
    key: str,
    title: str,
    address: str,
    text: str = "",
    excerpt: str = "",
    is_public: bool = False,
) -> None:
    """Make the subject found by these words from now on; the same subject again replaces its entry."""
    put_many(
        [
            Entry(
                authority=authority,
                kind=kind,
                key=key,
                title=title,
                text=text,
                address=address,
                excerpt=excerpt,
                is_public=is_public,
            )
        ]
    )


def put_many(entries: Iterable[Entry]) -> None:
    """The same for many subjects; the last entry of a subject named twice counts."""
    latest = list({(entry.kind, entry.key): entry for entry in entries}.values())
    for start in range(0, len(latest), CHUNK):
        _put(latest[start : start + CHUNK])


def remove(*, kind: str, keys: Collection[str]) -> None:
    """Make these subjects unfindable; those that were not found anyway are no error."""
    kept = list(keys)
    for start in range(0, len(kept), CHUNK):
        SearchEntry.objects.everywhere("a subject has one entry, whoever owns it").filter(
            kind=kind, key__in=kept[start : start + CHUNK]
        ).delete()


def _put(entries: list[Entry]) -> None:
    _refuse_to_take_over(entries)
    rows = [
        SearchEntry(
            authority=entry.authority,
            kind=entry.kind,
            key=entry.key,
            title=entry.title[:500],
            heading=" ".join(words(entry.title)),
            body=" ".join(words(f"{entry.excerpt} {entry.text}")[:BODY_WORDS]),
            excerpt=entry.excerpt,
            address=entry.address,
            is_public=entry.is_public,
        )
        for entry in entries
    ]
    SearchEntry.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["title", "heading", "body", "excerpt", "address", "is_public"],
    )


def _refuse_to_take_over(entries: list[Entry]) -> None:
    """A subject belongs to one authority: an entry of another one is a programming error."""
    same = Q(pk__in=[])
    for entry in entries:
        same |= Q(kind=entry.kind, key=entry.key) & ~Q(authority=entry.authority)
    taken = SearchEntry.objects.everywhere("to refuse another's subject").filter(same).first()
    if taken is not None:
        raise WrongAuthority(
            f"search entry {taken.kind} {taken.key} belongs to authority {taken.authority_id}"
        )
