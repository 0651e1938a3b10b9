"""Files stay short, silences say why, machines stay unnamed."""

import re
from pathlib import Path

from tests.architecture import tree

LIMIT = 400  # lines; nine in ten stay under 350

# a long file → why it is one subject all the same
LONG: dict[str, str] = {
    "tests/bareme/properties/schemes.py": "what may be drawn stands beside what it means",
    "tests/proof/ledger/test_machine.py": "one machine: its rules share one state and read as one",
}

SILENCE = re.compile(r"#\s*(noqa|type: ignore)(?P<rest>.*)")
CODES = re.compile(r"^(:\s*[A-Z0-9, ]+|\[[\w, -]+\])?\s*")

# Written in two parts, so that this file does not name them either.
MACHINES = re.compile(
    "|".join(["/wo" + "rk/", "/ro" + "ot/", "/ho" + r"me/\w", r"\.lib" + "rary/", "file:" + "///"])
)
REGISTRIES = re.compile(
    "|".join(
        [
            "pypi" + r"\.org",
            "python" + "hosted",
            "npm" + r"js\.org",
            "deb" + r"\.debian",
            "--(extra-)?" + "index-url",
        ]
    )
)


def test_a_file_has_one_subject_and_few_lines() -> None:
    long = {str(path): len(tree.text(path).splitlines()) for path in tree.python() + tree.templates()}

    over = {path: count for path, count in long.items() if count > LIMIT}

    assert set(over) == set(LONG), f"over {LIMIT} lines: {over}; listed with a reason: {sorted(LONG)}"


def test_a_silence_says_why() -> None:
    mute = []
    for path in tree.python():
        for place, line in tree.lines(path):
            found = SILENCE.search(line)
            if found and not _reason(found["rest"]):
                mute.append(f"{place}: {line.strip()}")
    assert not mute, "a reason after another # is missing:\n" + "\n".join(mute)


def _reason(rest: str) -> str:
    """What stands behind the codes: "# because…", "— because…", or the next silence's reason."""
    return CODES.sub("", rest, count=1).strip("#—–- ")


def test_the_reason_of_a_silence_is_found() -> None:
    assert _reason(": S603  # our own program") == "our own program"
    assert _reason("[misc]  # no types") == "no types"
    assert _reason(": S101 — the caller has looked") == "the caller has looked"
    assert not _reason(": S603")
    assert not _reason("[misc]")


def test_no_file_names_a_machine_or_a_registry() -> None:
    named = [
        f"{place}: {line.strip()[:100]}"
        for path in tree.kept()
        if path.suffix in tree.WRITTEN or path.name in ("Makefile", "run")
        for place, line in tree.lines(path)
        if MACHINES.search(line) or REGISTRIES.search(line)
    ]
    assert not named, "\n".join(named)


def test_a_machine_s_path_would_be_found() -> None:
    assert MACHINES.search("cd /wo" + "rk/main")
    assert REGISTRIES.search("--index" + "-url x")
    assert not MACHINES.search("homework/ and rootless/ and /homepage")


def test_nothing_large_is_kept() -> None:
    large = [str(path) for path in tree.kept() if (tree.ROOT / path).stat().st_size > 1_500_000]
    assert not large


def test_tests_do_not_sleep_nor_hide() -> None:
    here = Path(__file__).relative_to(tree.ROOT)
    support = {Path("tests/support/postgres.py")}  # waits for a server that says nothing when it is ready
    waiting = re.compile(r"\btime\.sleep\(|mark\.skip\b|wait_for_timeout\(")
    found = [
        place
        for path in tree.under("tests", suffix=".py")
        if path not in support | {here}
        for place, line in tree.lines(path)
        if waiting.search(line)
    ]
    assert not found, "\n".join(found)
