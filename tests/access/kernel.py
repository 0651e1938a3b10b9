"""Who may open the kernel's addresses."""

from tests.access.matrix import PUBLIC, Access

URLS = {
    "kernel:health": [Access(PUBLIC)],
}
