"""Who may open the register's addresses: all see it, administrators bring files in."""

from datetime import UTC, date, datetime
from typing import Any

from relance.directory.models import RegisterFile, RegisterImport
from relance.kernel import files
from relance.kernel.rules import Role
from tests.access.matrix import ALL_ROLES, Access, Side

AT = datetime(2026, 11, 22, tzinfo=UTC)


def furnish(side: Side) -> None:
    said: dict[str, Any] = {"authority": side.authority}
    file = files.store(by=None, name="neq.csv", content=b"neq,nom\n", at=AT, **said)
    side["import"] = RegisterImport.objects.create(
        file=file, kind=RegisterFile.NEQ, as_of=date(2026, 1, 1), asked_at=AT, **said
    )


def of_the_town(side: Side) -> dict[str, Any]:
    return {"authority": side.authority.slug}


def of_the_import(side: Side) -> dict[str, Any]:
    return {**of_the_town(side), "pk": side["import"].pk}


URLS = {
    "directory:register": [Access(ALL_ROLES, kwargs=of_the_town)],
    "directory:send": [
        Access({Role.ADMINISTRATOR}, kwargs=of_the_town),
        Access({Role.ADMINISTRATOR}, kwargs=of_the_town, method="post"),
    ],
    "directory:import": [Access(ALL_ROLES, kwargs=of_the_import)],
    "directory:refusals": [Access(ALL_ROLES, kwargs=of_the_import)],
}
