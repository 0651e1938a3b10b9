"""Both Lille schemes over ten million firms: bareme, OpenFisca-core, Polars, SQL by hand, a bare scan.

Every contestant runs alone in a process of its own, from the parquet file to the totals; rounds are taken in
turn, so that a busy machine slows all of them, and ratios are those of one round: their medians are what is
wanted. Processor seconds stand beside wall seconds: neighbours change them far less.

    python -m benchmarks.firms [--rows 10000000] [--rounds 3] [--forty] [--no-peers]

`--forty` adds 40 million rows (the file alone takes minutes to draw). What is drawn stays under var/bench.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ROOM = ROOT / "var/bench"
PEERS = ("openfisca-core==46.0.1", "polars==2.1.0", "pyarrow==26.0.1")
THREADS = 2
SEED = 1
Runs = dict[str, list[dict[str, Any]]]
# what is compared, over what, at most (or at least, for a peer we mean to beat)
WANTED = (
    ("OpenFisca-core / bareme, whole file", "openfisca", "whole", 6.0, False),
    ("bareme / SQL by hand, whole file", "whole", "sql", 1.25, True),
    ("bareme / SQL by hand, Lille", "lille", "sql, Lille", 1.25, True),
    ("the same, those without a place too", "lille", "sql, Lille, open", 1.25, True),
    ("bareme / scan of the same columns", "whole", "scan", 4.0, True),
    ("20 variants and the text / the text", "variants", "rent", 2.0, True),
    ("one territory / the whole file", "territory", "whole", 0.1, True),
)


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.firms")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--forty", action="store_true")
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args(words)
    ROOM.mkdir(parents=True, exist_ok=True)
    file = drawn(options.rows)
    python = None if options.no_peers else peers()
    commands = contestants(file, python)
    runs: Runs = defaultdict(list)
    for round_ in range(options.rounds):
        for name, command in commands.items():
            runs[name].append(run(command))
            print(f"\r{round_ + 1}/{options.rounds} {name:<20}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(machine(options.rows, file))
    failed = table(runs)
    failed |= exact(runs)
    if options.forty:
        failed |= forty()
    return int(failed)


def drawn(rows: int) -> Path:
    """The synthetic register of so many rows, drawn once."""
    path = ROOM / f"registre-{rows}.parquet"
    if not path.exists():
        begun = time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "bareme.cli",
            "synth",
            "--rows",
            str(rows),
            "--seed",
            str(SEED),
            str(path),
        ]
        subprocess.run(command, check=True, env=environment(), stdout=subprocess.DEVNULL)
        print(f"drew {rows} rows in {time.perf_counter() - begun:.0f} s")
    return path


def peers() -> Path | None:
    """The python of an environment that has the peers; None, and why, if they cannot be installed."""
    folder = ROOM / "peers"
    python = folder / "bin/python"
    if not (folder / "ready").exists():
        done = subprocess.run([sys.executable, "-m", "venv", str(folder)], check=False)
        if not done.returncode:
            command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS]
            done = subprocess.run(command, check=False)
        if done.returncode:
            print("peers left out: they could not be installed")
            return None
        (folder / "ready").touch()
    return python


def contestants(file: Path, python: Path | None) -> dict[str, list[str]]:
    own = [sys.executable, "-m"]
    found = {
        "scan": [*own, "benchmarks.contestants.sql", str(file), "scan", str(THREADS)],
        "sql": [*own, "benchmarks.contestants.sql", str(file), "whole", str(THREADS)],
        "sql, Lille": [*own, "benchmarks.contestants.sql", str(file), "lille", str(THREADS)],
        "sql, Lille, open": [*own, "benchmarks.contestants.sql", str(file), "open", str(THREADS)],
    }
    for case in ("whole", "lille", "territory", "rent", "variants"):
        found[case] = [*own, "benchmarks.contestants.ours", str(file), case, str(THREADS)]
    if python is not None:
        folder = ROOT / "benchmarks/contestants"
        found["polars"] = [str(python), str(folder / "with_polars.py"), str(file)]
        found["openfisca"] = [str(python), str(folder / "with_openfisca.py"), str(file)]
    return found


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "POLARS_MAX_THREADS": str(THREADS)}


def run(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def machine(rows: int, file: Path) -> str:
    import duckdb

    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    size = file.stat().st_size / 1e6
    engines = f"Python {platform.python_version()}, DuckDB {duckdb.__version__}, {', '.join(PEERS)}"
    return f"{rows} rows, {size:.0f} MB; {engines}; {os.cpu_count()} cores, {THREADS} threads; load {load}"


def table(runs: Runs) -> bool:
    """Prints medians and the paired ratios; true if a wanted one does not hold."""
    print(f"\n{'':22}{'wall s':>9}{'cpu s':>9}{'peak MB':>9}")
    for name, done in runs.items():
        wall, cpu, peak = (
            statistics.median(one[key] for one in done) for key in ("seconds", "cpu", "peak_mb")
        )
        print(f"{name:22}{wall:>9.2f}{cpu:>9.2f}{peak:>9.0f}")
    print(f"\n{'':38}{'wanted':>9}{'wall':>8}{'cpu':>8}")
    failed = False
    for said, over, under, limit, most in WANTED:
        if over not in runs or under not in runs:
            continue
        ratios = [
            statistics.median(a[key] / b[key] for a, b in zip(runs[over], runs[under], strict=True))
            for key in ("seconds", "cpu")
        ]
        holds = ratios[0] <= limit if most else ratios[0] >= limit
        failed |= not holds
        wanted = f"{'≤' if most else '≥'} {limit}"
        said_so = "holds" if holds else "NOT YET"
        print(f"{said:38}{wanted:>9}{ratios[0]:>8.2f}{ratios[1]:>8.2f}  {said_so}")
    return failed


def exact(runs: Runs) -> bool:
    """Says whether every contestant gives the totals of the hand-written SQL, to the cent."""
    reference = runs["sql"][0]["totals"]
    failed = False
    for name in ("whole", "polars", "openfisca"):
        if name in runs:
            gaps = [float(a) - float(b) for a, b in zip(runs[name][0]["totals"], reference, strict=True)]
            said = (
                "exact to the cent" if not any(gaps) else f"off by {', '.join(f'{gap:+.2f}' for gap in gaps)}"
            )
            print(f"{name:22}{said}")
            failed |= name == "whole" and any(gaps)
    lille = runs["lille"][0]["totals"] == runs["sql, Lille"][0]["totals"]
    print(f"{'lille':22}{'exact to the cent' if lille else 'NOT the totals of the SQL'}")
    return failed or not lille


def forty() -> bool:
    file = drawn(40_000_000)
    found = run([sys.executable, "-m", "benchmarks.contestants.ours", str(file), "whole", str(THREADS)])
    print(f"\n40 million rows: {found['seconds']:.1f} s, {found['peak_mb']} MB (wanted: < 500)")
    return bool(found["peak_mb"] >= 500)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
