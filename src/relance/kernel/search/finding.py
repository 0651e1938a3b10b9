"""Finds entries: every word of the query, the last one also as a beginning."""

from dataclasses import dataclass

from django.db import connection

from relance.kernel.models import Authority
from relance.kernel.permissions import Reader, authorities_where
from relance.kernel.rules import Right
from relance.kernel.search.words import query_words

MOST_WORDS = 12  # a query is a few words; a pasted page is not


@dataclass(frozen=True)
class Hit:
    """An entry found. `authority` and `authority_name` say whose it is."""

    kind: str
    key: str
    title: str
    excerpt: str
    address: str
    is_public: bool
    authority: str
    authority_name: str


@dataclass(frozen=True)
class Page:
    """Hits `offset` to `offset + len(hits)` out of `total`, the best first."""

    hits: list[Hit]
    total: int
    offset: int = 0

    @property
    def next_offset(self) -> int | None:
        """Where the next page begins; None on the last."""
        after = self.offset + len(self.hits)
        return after if self.hits and after < self.total else None


_QUERY = {
    "sqlite": """
        WITH found AS MATERIALIZED (
          SELECT rowid AS id, bm25(kernel_search_words, 20.0, 1.0) AS rank
          FROM kernel_search_words WHERE kernel_search_words MATCH %s)
        SELECT COUNT(*) OVER (), e.kind, e.key, e.title, e.excerpt, e.address, e.is_public, a.slug, a.name
       FROM found
        JOIN kernel_searchentry e ON e.id = found.id JOIN kernel_authority a ON a.id = e.authority_id
        WHERE {visible} ORDER BY found.rank, e.id LIMIT %s OFFSET %s""",
    "postgresql": """
        WITH asked AS (SELECT CAST(%s AS tsquery) AS words)
        SELECT COUNT(*) OVER (), e.kind, e.key, e.title, e.excerpt, e.address, e.is_public, a.slug, a.name
       FROM asked
        JOIN kernel_searchentry e ON e.words @@ asked.words JOIN kernel_authority a ON a.id = e.authority_id
        WHERE {visible}
        ORDER BY ts_rank('{0.1, 0.1, 0.1, 1}', e.words, asked.words) DESC, e.id LIMIT %s OFFSET %s""",
}


def find(
    words: str,
    *,
    reader: Reader,
    authority: Authority | None = None,
    kind: str = "",
    limit: int = 20,
    offset: int = 0,
) -> Page:
    """What this reader may find: public entries, and internal ones where they hold READ_INTERNAL.

    Any text is a query: quotes and operators are words' borders like any other sign.
    """
    asked = query_words(words)[:MOST_WORDS]
    if not asked:
        return Page([], 0)
    visible, values = _visible(reader, authority, kind)
    statement = _QUERY[connection.vendor].replace("{visible}", visible)
    with connection.cursor() as cursor:
        cursor.execute(statement, [_expression(asked), *values, limit, max(offset, 0)])
        rows = cursor.fetchall()
        if not rows and offset > 0:  # beyond the last page: how many there are is still to be said
            cursor.execute(statement, [_expression(asked), *values, 1, 0])
            first = cursor.fetchone()
            return Page([], first[0] if first else 0, offset)
    hits = [_hit(*row[1:]) for row in rows]
    return Page(hits, rows[0][0] if rows else 0, offset)


def _hit(
    kind: str, key: str, title: str, excerpt: str, address: str, public: object, slug: str, name: str
) -> Hit:
    return Hit(kind, key, title, excerpt, address, bool(public), slug, name)


def _visible(reader: Reader, authority: Authority | None, kind: str) -> tuple[str, list[int | str]]:
    inside = sorted(authorities_where(reader, Right.READ_INTERNAL))
    marks = ", ".join(["%s"] * len(inside))
    clauses = [f"(e.is_public OR e.authority_id IN ({marks}))" if inside else "e.is_public"]
    values: list[int | str] = list(inside)
    if authority is not None:
        clauses.append("e.authority_id = %s")
        values.append(authority.pk)
    if kind:
        clauses.append("e.kind = %s")
        values.append(kind)
    return " AND ".join(clauses), values


def _expression(asked: list[str]) -> str:
    """The query in the words of the database; words hold letters and digits alone, so none can break out."""
    *whole, last = asked
    if connection.vendor == "postgresql":
        return " & ".join([*(f"'{word}'" for word in whole), f"'{last}':*"])
    return " AND ".join([*(f'"{word}"' for word in whole), f'"{last}"*'])
