"""The kinds of this installation: the shipped files, and those of its own folder."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from relance.exchange.rules.kinds import PACKAGED, Kind, load
from relance.kernel.errors import Missing


def kinds() -> dict[str, Kind]:
    """Every kind, by code; a file that is added, changed or taken away counts at once."""
    folders = (PACKAGED, Path(settings.KINDS_ROOT))
    return _load(folders, tuple(_stamp(folder) for folder in folders))


def kind_of(code: str) -> Kind:
    """The kind of a code. Raises Missing."""
    found = kinds().get(code)
    if found is None:
        raise Missing("Ce genre d’annonce n’existe pas ici.")
    return found


def _stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    if not folder.is_dir():
        return ()
    return tuple(sorted((path.name, path.stat().st_mtime_ns) for path in folder.glob("*.yaml")))


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...], stamps: object) -> dict[str, Kind]:
    return load(folders)
