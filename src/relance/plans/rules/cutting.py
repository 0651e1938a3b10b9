"""Finds where a person cut a wording in two by going to the next line."""


def cut_place(text: str, start: int, end: int, lines: str) -> int | None:
    """The place in `text[start:end]` where the two halves of `lines` meet.

    `lines` are the same words with one or more line ends where they are cut: None when the
    words are others, or when they are not cut once.
    """
    halves = [half for half in lines.replace("\r", "").split("\n") if half.strip()]
    if len(halves) != 2:
        return None
    wanted = "".join("".join(halves).split())
    if wanted != "".join(text[start:end].split()):
        return None
    before = len("".join(halves[0].split()))
    for place in range(start, end):
        if before == 0 and not text[place].isspace():
            return place
        before -= not text[place].isspace()
    return None
