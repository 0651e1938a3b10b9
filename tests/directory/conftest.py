"""Rows of a register, as official files write them."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from relance.directory.actions.register import ask_import
from relance.directory.models import RegisterImport
from relance.kernel import files, jobs
from relance.kernel.rules import Role
from tests.support.cast import Cast

BAKER = "55208131766522"  # a SIRET and a NEQ that are well formed and nobody's here
SIREN = BAKER[:9]
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
DRAWN_UP = date(2026, 11, 1)
PLACE_COLUMNS = (
    "siret,statutDiffusionEtablissement,dateCreationEtablissement,trancheEffectifsEtablissement,"
    "etablissementSiege,numeroVoieEtablissement,typeVoieEtablissement,libelleVoieEtablissement,"
    "codePostalEtablissement,libelleCommuneEtablissement,codeCommuneEtablissement,dateDebut,"
    "etatAdministratifEtablissement,enseigne1Etablissement,activitePrincipaleEtablissement"
)


def place(number: str = BAKER, *, shown: str = "O", state: str = "A", name: str = "FOURNIL DU PONT") -> str:
    """A row of StockEtablissement."""
    return (
        f"{number},{shown},2015-03-01,02,true,4,PL,DU MARCHE,84110,VALMONT-SUR-OUVEZE,84999,"
        f"2015-03-01,{state},{name},10.71C"
    )


@pytest.fixture
def brought_in(cast: Cast) -> Callable[..., RegisterImport]:
    """Bring a file into the register, as an administrator does, and read it to its end."""

    def bring(
        lines: Iterable[str] | bytes, *, as_of: date = DRAWN_UP, dry_run: bool = False
    ) -> RegisterImport:
        content = lines if isinstance(lines, bytes) else "\n".join(lines).encode()
        by = cast.holding(Role.ADMINISTRATOR)
        file = files.store(authority=cast.valmont, by=by, name="Stock.csv", content=content, at=AT)
        asked = ask_import(authority=cast.valmont, by=by, file=file, as_of=as_of, dry_run=dry_run, at=AT)
        jobs.run_waiting()
        return RegisterImport.objects.of(cast.valmont).select_related("job").get(pk=asked.pk)

    return bring


@pytest.fixture
def written(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(content: bytes) -> Path:
        path = tmp_path / "file"
        path.write_bytes(content)
        return path

    return write
