"""Who may open the kernel's addresses."""

from typing import Any

from relance.kernel import files
from tests.access.matrix import ALL_ROLES, PUBLIC, Access, Side


def furnish(side: Side) -> None:
    side["file"] = files.store(
        authority=side.authority, by=None, name="plan.txt", content=side.authority.name.encode()
    )


def of_the_file(side: Side) -> dict[str, Any]:
    return {"authority": side.authority.slug, "pk": side["file"].pk}


URLS = {
    "kernel:accent": [Access(PUBLIC, kwargs=lambda side: {"digits": "0b5563"})],
    "kernel:accessibility": [Access(PUBLIC)],
    "kernel:design": [Access(PUBLIC)],
    "kernel:file": [Access(ALL_ROLES, kwargs=of_the_file)],
    "kernel:health": [Access(PUBLIC)],
    "kernel:language": [Access(PUBLIC), Access(PUBLIC, method="post", data=lambda side: {"langue": "fr"})],
    "kernel:legal": [Access(PUBLIC)],
}
