"""Who may open the site's own pages."""

from tests.access.matrix import PUBLIC, Access

URLS = {
    "site:home": [Access(PUBLIC)],
}
