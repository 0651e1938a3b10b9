"""What docs/ledger.md tells treasurers is what the ledger does."""

import re
from pathlib import Path

from relance.ledger import actions
from relance.ledger.rules.kinds import BY_CASE, FLOWS, OPEN_BELOW, Act, Flow, Kind

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "ledger.md").read_text()


def rows(heading: str) -> list[list[str]]:
    """Cells of the table under a heading, without its head."""
    part = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_account_is_told_as_it_is() -> None:
    told = {}
    for name, _, below, by_case in rows("Les comptes d’une enveloppe"):
        found = re.fullmatch(r"(.+) \(`(\w+)`\)", name)
        assert found, name
        told[Kind(found[2])] = (found[1], below == "oui", by_case == "oui")

    assert told == {kind: (kind.label, kind in OPEN_BELOW, kind in BY_CASE) for kind in Kind}


def test_every_act_moves_money_as_the_page_says() -> None:
    told: dict[Act, list[Flow]] = {}
    for words, function, source, target, _ in rows("Les actes"):
        act = Act(function.strip("`"))
        assert words.startswith("…") or words == act.label
        if act != Act.REVERSE:
            told.setdefault(act, []).append(Flow(Kind(source.strip("`")), Kind(target.strip("`"))))

    assert told == {act: list(flows) for act, flows in FLOWS.items()}


def test_every_act_is_a_function_of_its_name() -> None:
    for act in Act:
        assert callable(getattr(actions, act.value)), act
        assert getattr(actions, act.value).__doc__
