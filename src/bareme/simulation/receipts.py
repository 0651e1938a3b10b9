"""The receipt of a result: what pins it, so that anybody finds the same figures again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bareme.model import LANGUAGE, Scheme
from bareme.simulation.results import Receipt

if TYPE_CHECKING:
    from bareme.populations.mapping import Mapped
    from bareme.simulation.request import Request
    from bareme.simulation.session import Session
    from bareme.sql import Variant


def receipt(
    scheme: Scheme, mapped: Mapped, request: Request, session: Session, texts: Sequence[Variant]
) -> Receipt:
    """All but the time and the memory of the run, which only its end knows."""
    population = mapped.population
    return Receipt(
        scheme=scheme.name, scheme_hash=scheme.hash, language=LANGUAGE,
        overlays=(("", scheme.overlay), *((text.name, text.scheme.overlay) for text in texts)),
        on=request.on, population=population.path, population_hash=population.hash,
        population_day=population.day, parts=population.parts, rows=population.rows,
        only=tuple(sorted(request.only.items())), facts=tuple(sorted(mapped.told.items())),
        engine=session.name, engine_version=session.version, bareme_version=_version(),
        seed=request.seed, seconds=None, hashing=population.hashing, peak_mb=0,
    )  # fmt: skip


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("relance")
    except PackageNotFoundError:
        return ""
