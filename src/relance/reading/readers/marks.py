"""What stands before the words of a line: bullets, numbers, labels; and what its look says."""

import re
import unicodedata
from dataclasses import dataclass

_BULLETS = "›❯•◦▪▫■□●○‣⁃∙·►▶▸➢➤➔→⇒✓✔✗❖◆◇★☆※➜❑❒"
# These also stand inside ordinary text: they need a space after them.
_WEAK_BULLETS = "*-–—−o>+§»"
_BULLET = re.compile(rf"(?:[{_BULLETS}\uf000-\uf0ff]|[{re.escape(_WEAK_BULLETS)}](?=[\s\u00a0]))[\s\u00a0]*")
_TIGHT_DASH = re.compile(r"[-–—](?=[^\W\d_a-zà-ÿ])")

_TOP_LABELS = (
    "axe|axes|chapitre|partie|titre|priorité|orientation|volet|pilier|thème|thématique"
    "|enjeu|défi|ambition|chantier|domaine|annexe"
)
_MIDDLE_LABELS = (
    "sous-axe|sous axe|section|objectif|objectif stratégique|objectif opérationnel|levier|étape|phase"
)
_LOW_LABELS = (
    r"art\.(?=[\s\u00a0]*\d)|fiche[- ]action|fiche|sous-action|mesure|action|proposition|engagement|projet"
    "|recommandation|article|dispositif|aide"
)
LABEL_LEVELS = {
    **dict.fromkeys(_TOP_LABELS.split("|"), 1),
    **dict.fromkeys(_MIDDLE_LABELS.split("|"), 2),
    **dict.fromkeys(_LOW_LABELS.split("|"), 3),
}
_LABEL = re.compile(
    rf"(?P<label>{_MIDDLE_LABELS}|{_TOP_LABELS}|{_LOW_LABELS})[\s\u00a0]+(?:stratégique[\s\u00a0]+|opérationnel(?:le)?[\s\u00a0]+)?"
    r"(?:n[°ºo][\s\u00a0]*)?(?P<number>\d{1,3}(?:[.-]\d{1,3})*|[IVXLC]{1,6}|[A-Z]|[A-Z]\.?\d{1,3})(?:\b|(?:er|re|ère)\b)"
    r"(?P<sign>[\s\u00a0]*[:.–—)|-]+(?!\d)[\s\u00a0]*|[\s\u00a0]*$|[\s\u00a0]+(?=(?-i:[^\W\d_a-zà-ÿ])))",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:n[°º][\s\u00a0]*)?(?P<number>\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVX]{1,5}|[A-Z]|[a-z])(?:\.(?!\d))?\)?)"
    r"(?P<sign>[\s\u00a0]*[°)/][\s\u00a0]*[-–—]?|[\s\u00a0]*[–—:]|[\s\u00a0]+-|-(?=\s)|)[\s\u00a0]+(?=[\w«\"“(\[*])"
)
_DIGITS_FIRST = re.compile(r"\d+(?:\.\d+)*")


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands before the words: `kind` is "bullet", "label" or "number".

    `printed` is the mark without the spaces after it, `length` includes them. `number` is
    "1.4", "II", "a"…; `label` is "axe", "mesure"… in lower case. `depth`: 1 on top.
    """

    kind: str
    printed: str
    length: int
    number: str | None = None
    label: str | None = None
    depth: int = 1


def leading_mark(line: str) -> Mark | None:
    """The mark at the very start of `line` (no white space before), or None."""
    if bullet := _bullet(line):
        return bullet
    if label := _LABEL.match(line):
        # "Action A…" is a word, "Action 3 Créer" is a label: letters need their sign.
        if label["number"].isalpha() and not label["sign"].strip() and label["sign"]:
            return None
        word = label["label"].lower().replace("art.", "article")
        return Mark(
            kind="label",
            printed=label.group().rstrip(),
            length=label.end(),
            number=label["number"],
            label=word,
            depth=LABEL_LEVELS.get(word.replace("-", " "), LABEL_LEVELS.get(word, 3)),
        )
    return _number(line)


def _bullet(line: str) -> Mark | None:
    if match := _BULLET.match(line) or _TIGHT_DASH.match(line):
        return Mark(kind="bullet", printed=match.group().rstrip(), length=match.end())
    # Pictograms serve as bullets on web pages (👉, ✅): any symbol followed by a space.
    if len(line) > 2 and unicodedata.category(line[0]) == "So":
        end = 1
        while end < len(line) and unicodedata.category(line[end]) in {"So", "Mn", "Cf", "Sk"}:
            end += 1
        if end < len(line) and line[end].isspace():
            words = len(line[end:]) - len(line[end:].lstrip())
            return Mark(kind="bullet", printed=line[:end], length=end + words)
    return None


def _number(line: str) -> Mark | None:
    match = _NUMBER.match(line)
    if not match:
        return None
    raw, sign = match["number"], match["sign"].strip()
    number = raw.strip("().")
    signed = bool(sign) or raw != number
    if number.isdigit() or number.isalpha():
        if not signed:
            return None
        # "M. Dupont" and "à – b" are no enumerations.
        if number.isalpha() and (
            raw == "M." or (number.islower() and sign not in {")", "/"} and ")" not in raw)
        ):
            return None
    return Mark(
        kind="number",
        printed=match.group().rstrip(),
        length=match.end(),
        number=number,
        depth=number.count(".") + 1,
    )


def is_pictogram(printed: str) -> bool:
    """Whether a mark is a picture rather than a bullet: 🏭, not •."""
    return bool(printed) and unicodedata.category(printed[0]) == "So" and printed[0] not in _BULLETS


def is_caps(words: str) -> bool:
    """Nearly all letters are capitals, and there are at least four."""
    letters = [c for c in words if c.isalpha()]
    return len(letters) >= 4 and sum(c.isupper() for c in letters) >= 0.85 * len(letters)


def hints(words: str) -> frozenset[str]:
    """What the words look like: "caps", "short" (≤ 14 words, ≤ 110 characters), "no-stop"
    (no punctuation at the end), "lead-in" (ends with a colon), "link" (nothing but one link).
    """
    found = set()
    if is_caps(words):
        found.add("caps")
    if len(words) <= 110 and len(words.split()) <= 14:
        found.add("short")
    last = words.rstrip('\u00a0 *_»")”')[-1:]
    if last == ":":
        found.add("lead-in")
    elif last and last not in ".;,!?…":
        found.add("no-stop")
    if re.fullmatch(r"!?\[[^\]]*\]\([^)]*\)", words.strip()):
        found.add("link")
    return frozenset(found)


def follows(first: str, second: str) -> bool:
    """Whether the number `second` comes right after `first` ("3" → "4", "1.4" → "1.5", "a" → "b")."""
    *head, a = re.split(r"[.-]", first)
    *other, b = re.split(r"[.-]", second)
    if head != other:
        return False
    if a.isdigit() and b.isdigit():
        return int(b) == int(a) + 1
    romans = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV"]
    if a in romans[:-1] and b == romans[romans.index(a) + 1]:
        return True
    return len(a) == len(b) == 1 and ord(b) == ord(a) + 1
