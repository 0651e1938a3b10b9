"""Print how well plans are read: `python -m benchmarks.scores [--detail]`.

Our own corpus always; the five published plans where `../shared` (or RELANCE_SHARED) exists.
"""

import os
import sys
from pathlib import Path

from benchmarks.scoring import compare, documents, predicted, table

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "tests" / "reading" / "corpus"
SHARED = Path(os.environ.get("RELANCE_SHARED", ROOT.parent / "shared"))


def main(arguments: list[str]) -> None:
    folders = [("our own corpus", CORPUS, CORPUS)]
    batches = ("held_out", "unseen", "unseen2", "unseen3", "unseen4", "unseen5")
    folders += [(name, CORPUS / name, CORPUS / name) for name in batches]
    plans = SHARED / "plans"
    if plans.is_dir():
        folders.insert(0, ("five published plans", plans / "gold", plans))
    else:
        sys.stdout.write("The five published plans are left out: ../shared is absent.\n")
    for title, gold, texts in folders:
        rows = [(path.stem, compare(said, predicted(texts / path.name))) for path, said in documents(gold)]
        sys.stdout.write(f"\n{title}\n{table(rows)}\n")
        if "--detail" in arguments:
            for name, one in rows:
                sys.stdout.write("".join(f"  {name}: {remark}\n" for remark in one.remarks))


if __name__ == "__main__":
    main(sys.argv[1:])
