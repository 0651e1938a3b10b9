"""OpenFisca-core by its normal API, in its best case: words given as whole numbers, arrays of the right type.

Words: file. Read by pyarrow; the population built by SimulationBuilder; both schemes calculated; totals in
float64.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.contestants.measure import measured

FIRM = build_entity("firm", "firms", "A firm", is_person=True)
WORDS = ("register_kind", "categorieJuridiqueUniteLegale", "trancheEffectifsEtablissement", "body_kind")
FLAGS = ("tenant", "window", "insolvent")
MONTHS = tuple(f"turnover_{year}_{month}" for year in (2019, 2020) for month in ("03", "04", "05"))
AMOUNTS = ("monthly_rent", "yearly_turnover", "profit", "requested", *MONTHS)
PERIOD = "2020-09"


def variable(name: str, kind: type, formula: Any = None) -> type:
    body: dict[str, Any] = {"value_type": kind, "entity": FIRM, "definition_period": DateUnit.MONTH}
    return type(name, (Variable,), body | ({"formula": formula} if formula else {}))


def main(path: str) -> None:
    codes: dict[str, dict[str, int]] = {}

    def among(firms: Any, period: Any, name: str, *words: str) -> Any:
        return np.isin(firms(name, period), [codes[name][word] for word in words if word in codes[name]])

    def small(firms: Any, period: Any) -> Any:
        return among(firms, period, "trancheEffectifsEtablissement", "NN", "00", "01", "02", "03")

    def rent_aid(firms: Any, period: Any) -> Any:
        before = firms(MONTHS[0], period) + firms(MONTHS[1], period) + firms(MONTHS[2], period)
        after = firms(MONTHS[3], period) + firms(MONTHS[4], period) + firms(MONTHS[5], period)
        fine = (
            among(firms, period, "register_kind", "trade", "craft")
            * ~among(firms, period, "categorieJuridiqueUniteLegale", "6540")
            * firms("tenant", period) * firms("window", period) * (firms("created", period) < 18383)
            * firms("small", period) * (firms("yearly_turnover", period) < 1_000_000)
            * (firms("profit", period) < 60_000) * (before - after >= 0.5 * before)
        )  # fmt: skip
        return fine * np.minimum(3 * np.minimum(firms("monthly_rent", period), 500), 1500)

    def advance(firms: Any, period: Any) -> Any:
        asked, term = firms("requested", period), firms("term", period)
        fine = (
            among(firms, period, "body_kind", "firm", "association") * firms("small", period)
            * ~firms("insolvent", period) * (asked >= 5000) * (term >= 36) * (term <= 60)
        )  # fmt: skip
        possible = np.minimum(asked, np.clip(0.25 * firms("yearly_turnover", period), 5000, 30000))
        return fine * np.floor(possible / 100) * 100

    system = TaxBenefitSystem([FIRM])
    kinds = (
        [(n, int) for n in (*WORDS, "created", "term")]
        + [(n, bool) for n in FLAGS]
        + [(n, float) for n in AMOUNTS]
    )
    system.add_variables(*(variable(name, kind) for name, kind in kinds))
    system.add_variables(variable("small", bool, small), variable("rent_aid", float, rent_aid))
    system.add_variables(variable("advance", float, advance))

    def run() -> list[Any]:
        columns = [*WORDS, *FLAGS, *AMOUNTS, "term", "dateCreationEtablissement"]
        table = pq.read_table(path, columns=columns, read_dictionary=list(WORDS))
        simulation = SimulationBuilder().build_default_simulation(system, table.num_rows)
        for name in WORDS:
            column = table[name].unify_dictionaries().combine_chunks()
            codes[name] = {word: index for index, word in enumerate(column.dictionary.to_pylist())}
            simulation.set_input(name, PERIOD, column.indices.to_numpy(zero_copy_only=False).astype(np.int32))
        for name in FLAGS:
            simulation.set_input(name, PERIOD, table[name].to_numpy().astype(bool))
        for name in AMOUNTS:
            values = table[name].cast("float32", safe=False).to_numpy()
            simulation.set_input(name, PERIOD, np.nan_to_num(values))
        simulation.set_input("term", PERIOD, table["term"].to_numpy().astype(np.int32))
        days = table["dateCreationEtablissement"].cast("int32").to_numpy()
        simulation.set_input("created", PERIOD, days)
        del table
        rent, paid = simulation.calculate("rent_aid", PERIOD), simulation.calculate("advance", PERIOD)
        totals = [(rent > 0).sum(), rent.sum(dtype=np.float64), (paid > 0).sum(), paid.sum(dtype=np.float64)]
        return [round(float(value), 2) for value in totals]

    measured(run)


if __name__ == "__main__":
    main(sys.argv[1])
