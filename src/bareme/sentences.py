"""A decision told: to the applicant in a few sentences, to the officer as a whole tree."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from bareme import tree
from bareme.model import say
from bareme.phrases import SAY, STEP_WORDS, TEXT, WORKING
from bareme.reasons import Reason
from bareme.values import EXACT, NOT_APPLICABLE, UNKNOWN, Interval, Value
from bareme.words import HARD, Speaker, day, figure, typeset, value_words
from bareme.workings import steps

if TYPE_CHECKING:
    from bareme.decision import Decision

AMOUNT = {"eligible": "amount", "to be checked": "if checked", "undetermined": "if met"}


def sentences(decision: Decision, language: str) -> list[str]:
    """What a shopkeeper reads: the answer, the amount, then one sentence for each condition."""
    with localcontext(EXACT):
        # Two conditions that wait for the same fact say so once.
        found = dict.fromkeys(sentence for sentence in _sentences(decision, language[:2]) if sentence)
    return [typeset(sentence, language) for sentence in found]


def _sentences(decision: Decision, language: str) -> Iterator[str]:
    text, scheme = TEXT[language], decision.program.scheme
    verdict = _verdict(decision, language)
    yield f"{say(scheme.title, language)}{text['sep']}{verdict[:1].lower()}{verdict[1:]}."
    speaker = Speaker(decision.program, decision.env, language)
    yield from _amounts(decision, language, speaker)
    told = [reason for reason in decision.reasons if reason.kind in ("condition", "check")]
    if decision.verdict == "not eligible":  # why comes first, and nothing is left to know
        told = [reason for reason in told if reason.value is not UNKNOWN]
        told.sort(key=lambda reason: reason.value is not False)
    asked = decision.questions if decision.verdict == "undetermined" else ()
    theirs = [question for question in asked if question.source != "officer"]
    for reason in told:
        yield _condition(reason, speaker, language, {question.path for question in theirs})
    for path in decision.assumed:
        fact = scheme.inputs[path]
        value = value_words(fact.default, fact.type, language, scheme, fact)
        label = say(fact.label, language)
        yield (
            text["assumed"].format(f"{label} {value}" if label.endswith("?") else f"{label} — {value}") + "."
        )
    if theirs:
        labels = _gathered([say(question.label, language) for question in theirs])
        yield _sentence(text["missing"].format(" ; ".join(labels) if language == "fr" else "; ".join(labels)))


def _verdict(decision: Decision, language: str) -> str:
    """Nobody is entitled to a levy: it is due or not."""
    text, levy = TEXT[language], decision.program.scheme.kind == "levy"
    return (text.get(f"levy {decision.verdict}") if levy else None) or text[decision.verdict]


def _gathered(labels: list[str]) -> list[str]:
    """« Ventes (mai), Ventes (juin) » as « Ventes (mai, juin) »: one label for what is asked many times."""
    found: dict[str, list[str]] = {}
    for label in labels:
        name, mark, detail = label.rpartition(" (")
        found.setdefault(name if mark and label.endswith(")") else label, []).append(detail[:-1])
    return [
        f"{name} ({', '.join(details)})" if f"{name} ({details[0]})" in labels else name
        for name, details in found.items()
    ]


def _amounts(decision: Decision, language: str, speaker: Speaker | None = None) -> Iterator[str]:
    """Each amount; with a speaker, how it was worked out too."""
    text, scheme, told = TEXT[language], decision.program.scheme, set[str]()
    if decision.verdict == "not eligible" or not decision.program.lines:
        return
    for line, value in zip(decision.program.lines, decision.amounts, strict=True):
        name = "" if len(decision.program.lines) == 1 else f"{say(line.label, language)}{HARD}— "
        if value is NOT_APPLICABLE:
            yield f"{name}{text['no amount']}."
        elif value is not UNKNOWN:
            shape = "range" if isinstance(value, Interval) else AMOUNT[decision.verdict]
            yield name + text[shape].format(value_words(value, line.node.type, language, scheme)) + "."
        if speaker is not None and isinstance(value, Decimal):
            for what, working in steps(speaker, line.node, told):
                that_is = f"{what}, {SAY[language]['that is']} {working}"
                yield _sentence(that_is if what else name + WORKING[language]["how"].format(working))


def _condition(reason: Reason, speaker: Speaker, language: str, asked: set[str]) -> str:
    """`asked`: the facts that the last sentence asks for, and that no other needs to."""
    text = TEXT[language]
    label = say(reason.label, language) if reason.label else ""
    if reason.kind == "check":
        refusal = say(reason.refusal, language) if reason.refusal else ""
        said = (
            label
            if reason.value is True
            else refusal
            if reason.value is False
            else text["check"].format(label)
        )
        return _sentence(said)
    told = speaker.fact(reason.node, reason.value)
    if (label or reason.value is False) and isinstance(reason.node, tree.Aggregate):
        told = ""  # « each meets the condition » adds nothing to the condition said
    if reason.value is False and reason.refusal is not None:
        return _sentence(
            f"{say(reason.refusal, language)} — {told}" if told else say(reason.refusal, language)
        )
    if reason.value is NOT_APPLICABLE:
        return _sentence(text["apart"].format(label or told))
    if reason.value is UNKNOWN:
        from bareme.questions import question, uncertain

        paths = sorted(uncertain(speaker.program, reason.node, speaker.env) - asked)
        if not paths:
            return ""
        names = [say(question(speaker.program, path, Decimal(0)).label, language) for path in paths]
        said = (" ; " if language == "fr" else "; ").join(_gathered(names))
        missing = text["theirs"].format(said)
        return _sentence(f"{label} — {missing[:1].lower()}{missing[1:]}" if label else missing)
    return _sentence(f"{label} ({told})" if label and told else label or told)


def _sentence(said: str) -> str:
    said = said.strip()
    return said[:1].upper() + said[1:] + ("" if said.endswith((".", "!", "?")) else ".") if said else ""


def explain(decision: Decision, language: str) -> str:
    """The whole tree: answer, values, references, each rounding, the receipt."""
    with localcontext(EXACT):
        return typeset("\n".join(_explain(decision, language[:2])), language)


def _explain(decision: Decision, language: str) -> Iterator[str]:
    text, scheme = TEXT[language], decision.program.scheme
    verdict = _verdict(decision, language)
    when = text["on"].format(day(decision.on, language))
    yield f"{say(scheme.title, language)} — {when}{text['sep']}{verdict}"
    for sentence in _amounts(decision, language):
        yield f"  {sentence}"
    speaker = Speaker(decision.program, decision.env, language)
    for reason in decision.reasons:
        yield from _lines(reason, speaker, language, 1)
    for rounding in decision.roundings:
        step, before, after = (
            figure(number, language) for number in (rounding.step, rounding.before, rounding.after)
        )
        yield f"  {text['rounded'].format(step, before, after)} ({text[rounding.mode]})"
    receipt = decision.receipt
    yield f"  {text['text'].format(receipt.hash[:12], receipt.language)}"
    for name, pinned in receipt.uses:
        yield f"    {name}{text['sep']}{pinned[:12]}"


def _lines(reason: Reason, speaker: Speaker, language: str, depth: int) -> Iterator[str]:
    indent = "  " * depth
    yield f"{indent}[{_mark(reason.value, reason, speaker, language)}] {_head(reason, speaker, language)}"
    for used, value in reason.uses:
        if isinstance(used.node, tree.Literal):
            continue
        fact = speaker.scheme.inputs.get(used.name) if used.kind == "fact" else None
        words = value_words(value, used.node.type, language, speaker.scheme, fact)
        notes = [used.reference] if used.reference and used.kind != "scheme" else []
        notes += [TEXT[language]["example"]] if used.example else []
        note = f" ({' ; '.join(notes)})" if notes else ""
        yield f"{indent}    {speaker.name(used.node)} = {words}{note}"
    for child in reason.children:
        yield from _lines(child, speaker, language, depth + 2)


def _mark(value: Value, reason: Reason, speaker: Speaker, language: str) -> str:
    text = TEXT[language]
    if value is UNKNOWN:
        return text["unknown"]
    if value is NOT_APPLICABLE:
        return text["na"]
    if isinstance(value, bool):
        return text["ok"] if value else text["no"]
    return value_words(value, reason.node.type, language, speaker.scheme)


def _head(reason: Reason, speaker: Speaker, language: str) -> str:
    reference = f" ({reason.reference})" if reason.reference else ""
    if reason.kind == "condition":
        said = say(reason.refusal, language) if reason.value is False and reason.refusal else ""
        said = said or (say(reason.label, language) if reason.label else "")
        return (said or speaker.fact(reason.node, reason.value)) + f" [{reason.name}]" + reference
    if reason.label is not None:
        return say(reason.label, language) + reference
    if isinstance(reason.value, bool) or reason.kind in ("test", "not", "all", "any"):
        return speaker.fact(reason.node, reason.value) + reference
    return STEP_WORDS[language].get(type(reason.node).__name__, "=") + reference
