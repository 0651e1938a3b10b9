"""French set as French in what screens show: no-break spaces, ’ and not '.

`python -m tests.support.french` (in `make fix`) puts the spaces of every template right;
the test of the same name only says where they are wrong. France's rules: Québec's fewer
spaces are set when a page is shown, never written by hand.
"""

import re
import sys
from pathlib import Path

NBSP = "\u00a0"

# an ordinary space where the line must not break; "%}", "!=" and "?page" are no punctuation
LOOSE = re.compile(r"(?<=[\w)»…’}>\u00a0]) (?=[;!?%€»](?![\w=}&]))|(?<=[\w)»…’}>]) (?=:(\s|$))|(?<=«) ")
STRAIGHT = re.compile(
    r"(?<![\w&])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|aujourd|quelqu)'(?=[a-zà-öø-ÿœæ])", re.IGNORECASE
)
HIDDEN = re.compile(r"{#.*?#}|{% comment.*?endcomment %}|<script.*?</script>|<!--.*?-->|{{.*?}}", re.DOTALL)


def faults(text: str) -> list[tuple[int, str]]:
    """(line, what is wrong there) in a text that people read."""
    seen = HIDDEN.sub(lambda hidden: "}" + "\n" * hidden[0].count("\n"), text)
    wrong = []
    for number, line in enumerate(seen.splitlines(), 1):
        for fault, what in ((LOOSE, "a no-break space is due"), (STRAIGHT, "’ is due for '")):
            found = fault.search(line)
            if found:
                wrong.append(
                    (number, f"{what} at “{line[max(0, found.start() - 12) : found.end() + 6].strip()}”")
                )
    return wrong


def set_right(text: str) -> str:
    """The same template with its no-break spaces and its elisions."""
    return STRAIGHT.sub(lambda elision: elision[0][:-1] + "’", LOOSE.sub(NBSP, text))


def main(folder: str = "src") -> None:
    for path in sorted(Path(folder).rglob("templates/**/*.html")):
        before = path.read_text(encoding="utf-8")
        after = set_right(before)
        if before != after:
            path.write_text(after, encoding="utf-8")
            print(f"set right: {path}")


if __name__ == "__main__":
    main(*sys.argv[1:])
