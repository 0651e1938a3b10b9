"""The database that a process keeps for its questions to files."""

from pathlib import Path

from bareme.populations.engine import connect, looking, text


def test_every_place_remembers_the_index_of_a_file() -> None:
    with looking() as first, looking() as second, connect() as alone:
        found = [
            place.execute("SELECT current_setting('parquet_metadata_cache')").fetchone()
            for place in (first, second, alone, alone.duplicate())
        ]

    assert found == [(True,)] * 4


def test_a_file_written_again_is_read_again(tmp_path: Path) -> None:
    file, seen = tmp_path / "registre.parquet", []

    for rows in (3, 5):
        with looking() as place:
            place.execute(
                f"COPY (SELECT range AS n FROM range({rows})) TO {text(str(file))} (FORMAT parquet)"
            )
        with looking() as place:
            seen.append(place.execute(f"SELECT count(*), max(n) FROM {text(str(file))}").fetchone())

    assert seen == [(3, 2), (5, 4)]
