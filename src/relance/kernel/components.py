"""What components show, as small values that views build and tags print. Pure, no Django.

`docs/look.md` says how each is used. Texts are French sentences already typographed or plain
(the tags do not rewrite them); addresses are given, never guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Literal

from relance.values.money import Money


class Meaning(StrEnum):
    """What a colour stands for; each comes with a shape of its own, never colour alone."""

    NEUTRAL = "neutral"  # ring: not begun, draft
    INFO = "info"  # half disc: under way
    GOOD = "good"  # tick: done, granted
    WARNING = "warning"  # triangle: late, to check
    BAD = "bad"  # cross: refused, failed


@dataclass(frozen=True, slots=True)
class Link:
    """A text and its address. `count`: how many rows stand behind it; `current`: where we are."""

    text: str
    url: str = ""
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """The state of a thing: a word, doubled by a shape and a colour."""

    word: str
    meaning: Meaning | str = Meaning.NEUTRAL


@dataclass(frozen=True, slots=True)
class Step:
    """One page of a form in several. `state`: done, current or ahead."""

    text: str
    state: Literal["done", "current", "ahead"] = "ahead"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A line of a task list; without `url` it cannot be begun yet, and `hint` says why."""

    text: str
    chip: Chip
    url: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A line of "Vérifier vos réponses". An empty `answer` prints "Non renseigné"."""

    question: str
    answer: object = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, its unit, what it is, its date and the address of the rows behind it.

    A figure without rows does not exist: an empty `url` raises ValueError.
    """

    value: str
    what: str
    as_of: str
    url: str
    unit: str = ""
    link: str = "Voir les lignes"

    def __post_init__(self) -> None:
        if not self.url:
            raise ValueError(f"the figure “{self.what}” needs the address of the rows behind it")


@dataclass(frozen=True, slots=True)
class Event:
    """A line of a timeline. `when` is printed as given; `iso` is the same day for machines."""

    when: str
    what: str
    iso: str = ""
    by: str = ""
    url: str = ""
    done: bool = True


class Outcome(StrEnum):
    """How a condition came out."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"
    BY_HAND = "by_hand"

    @property
    def word(self) -> str:
        return {"met": "rempli", "unmet": "non rempli", "unknown": "à préciser", "by_hand": "à vérifier"}[
            self.value
        ]

    @property
    def icon(self) -> str:
        return {"met": "good", "unmet": "bad"}.get(self.value, self.value)

    @property
    def meaning(self) -> Meaning:
        return {
            "met": Meaning.GOOD,
            "unmet": Meaning.BAD,
            "unknown": Meaning.INFO,
            "by_hand": Meaning.WARNING,
        }[self.value]


@dataclass(frozen=True, slots=True)
class Reason:
    """A condition of a scheme: how it came out, the value used, the article, what it rests on."""

    text: str
    outcome: Outcome
    value: str = ""
    article: str = ""
    article_url: str = ""
    because: Sequence["Reason"] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its label, its unit (in the header, not in each cell), its order key."""

    label: str
    unit: str = ""
    number: bool = False
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the first cell is its header. Cells are texts, Link, Chip, Money, None (a dash)
    or "" (nothing, in totals).

    `key` is the value of its selection box, ticked when `picked`; `differs` marks cells of a comparison
    by position.
    """

    cells: Sequence[object]
    key: str = ""
    differs: frozenset[int] = frozenset()
    picked: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption. `sort`: the order now, "nom" or "-nom"; `param`: its query key.

    `totals` are rows of the foot. `form`: the id of the form that takes the selection.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    note: str = ""
    totals: Sequence[Row] = ()
    sort: str = ""
    param: str = "tri"
    form: str = ""

    def __post_init__(self) -> None:
        for row in (*self.rows, *self.totals):
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"a row of “{self.caption}” has {len(row.cells)} cells for {len(self.columns)} columns"
                )


def tenths(thousandths: int) -> str:
    """375 → "37.5%", as SVG attributes write it in every language."""
    return f"{thousandths // 10}.{thousandths % 10}%"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a money bar. `kind` gives its look; `start` and `size` are thousandths of the bar."""

    word: str
    amount: Money
    kind: Literal["voted", "committed", "paid", "recovered", "remainder", "undetailed"]
    start: int = 0
    size: int = 0
    url: str = ""

    @property
    def percentage(self) -> Decimal:
        """Its ratio to the whole, to the tenth of a percent."""
        return Decimal(self.size) / 1000

    @property
    def x(self) -> str:
        return tenths(self.start)

    @property
    def width(self) -> str:
        return tenths(self.size)


@dataclass(frozen=True, slots=True)
class MoneyBar:
    """One whole and its parts, drawn on one scale. `name` tells the bars of a page apart."""

    title: str
    whole: Part
    parts: Sequence[Part] = ()
    name: str = "bar"


def _thousandths(amount: Money, whole: Money) -> int:
    return amount.minor * 1000 // whole.minor if whole.minor > 0 else 0


def envelope_bar(
    *,
    title: str,
    voted: Money,
    committed: Money,
    paid: Money,
    recovered: Money | None = None,
    urls: dict[str, str] | None = None,
    name: str = "bar",
) -> MoneyBar:
    """Voted | committed | paid | recovered, with the remainder to commit.

    Committed counts what is paid; recovered is part of what was paid. Raises ValueError when a part
    is negative or overflows the one before it: such figures come from different dates or envelopes.
    """
    back = recovered if recovered is not None else Money.zero(voted.currency)
    chain = [("voted", voted), ("committed", committed), ("paid", paid), ("recovered", back)]
    for (outer, more), (inner, less) in pairwise(chain):
        if less.minor < 0 or less > more:
            raise ValueError(f"{inner} {less} does not fit in {outer} {more}")
    links = urls or {}

    def part(word: str, amount: Money, kind: str, start: int = 0) -> Part:
        size = _thousandths(amount, voted)
        return Part(word, amount, kind, start, size, links.get(kind, ""))  # type: ignore[arg-type]  # one of the kinds, below

    parts = [
        part("Engagé", committed, "committed"),
        part("Payé", paid, "paid"),
        part("Reste à engager", voted - committed, "remainder", _thousandths(committed, voted)),
    ]
    if back:
        parts.insert(2, part("Recouvré", back, "recovered"))
    return MoneyBar(title, part("Voté", voted, "voted"), parts, name)


def announced_bar(
    *, title: str, announced: Money, detailed: Money, url: str = "", name: str = "bar"
) -> MoneyBar:
    """What a document announces, what it details, and hatched what it does not detail.

    Raises ValueError when the details come to more than the whole.
    """
    if detailed.minor < 0 or detailed > announced:
        raise ValueError(f"details of {detailed} do not fit in {announced} announced")
    size = _thousandths(detailed, announced)
    return MoneyBar(
        title,
        Part("Annoncé", announced, "voted", 0, 1000),
        [
            Part("Détaillé dans le plan", detailed, "paid", 0, size, url),
            Part(
                "Non détaillé dans le plan",
                announced - detailed,
                "undetailed",
                size,
                1000 - size,
            ),
        ],
        name,
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: `value` in the chart's unit, `text` its label in full."""

    label: str
    value: int
    text: str
    main: bool = True


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars from zero. `title` states the finding, `subtitle` says what and when."""

    title: str
    subtitle: str
    source: str
    label: str
    unit: str
    bars: Sequence[Bar]

    def __post_init__(self) -> None:
        if any(bar.value < 0 for bar in self.bars):
            raise ValueError("bars start from zero: a negative value needs another chart")

    def drawn(self) -> list[tuple[Bar, str]]:
        """Each bar with its width, the longest filling the line."""
        longest = max((bar.value for bar in self.bars), default=0)
        return [(bar, tenths(bar.value * 1000 // longest if longest else 0)) for bar in self.bars]
