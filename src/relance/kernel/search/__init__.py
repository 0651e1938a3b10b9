"""One search over everything: entries written by the actions that change their subjects.

    search.put(authority=…, kind="plans.measure", key="17", title=…, text=…, address=…, is_public=True)
    search.put_many(entries)            · many at once, one statement a chunk
    search.remove(kind="plans.measure", keys=["17"])
    search.find("aide au loyer", reader=request.user, authority=None, limit=20, offset=0) -> Page

Behind one query stand FTS5 on SQLite and tsvector on PostgreSQL; both see the same words,
cut and folded by `words`, so that both find the same entries.
"""

from relance.kernel.search.entries import Entry, put, put_many, remove
from relance.kernel.search.finding import Hit, Page, find

__all__ = ["Entry", "Hit", "Page", "find", "put", "put_many", "remove"]
