"""Who may open the kernel's addresses."""

from tests.access.matrix import PUBLIC, Access

URLS = {
    "kernel:accent": [Access(PUBLIC, kwargs=lambda side: {"digits": "0b5563"})],
    "kernel:accessibility": [Access(PUBLIC)],
    "kernel:health": [Access(PUBLIC)],
    "kernel:language": [Access(PUBLIC), Access(PUBLIC, method="post", data=lambda side: {"langue": "fr"})],
    "kernel:legal": [Access(PUBLIC)],
}
