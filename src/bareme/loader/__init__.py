"""From the text of a scheme to a `Scheme`, or to the list of all that is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import localcontext
from functools import lru_cache
from pathlib import Path
from typing import Any

from bareme.errors import Problem, SchemeError, Span, did_you_mean
from bareme.loader import after, dated, facts, lint, rules
from bareme.loader.draft import Draft, label_of, word
from bareme.model import LANGUAGE, Scheme
from bareme.shapes import SCHEME, check
from bareme.source import Mapping as YamlMapping
from bareme.source import Node, Text, read
from bareme.values import EXACT


def load(
    path: str | Path,
    *,
    schemes: Iterable[Scheme] = (),
    parameters: Mapping[str, str] | None = None,
    loading: tuple[str, ...] = (),
) -> Scheme:
    """Reads a scheme file.

    `schemes`: those it may name under `uses` (else their `file` is read beside it). `parameters`: values that
    replace a parameter's own at every date, for a what-if (they enter the receipt as `overlay`). `loading` is
    for the loader's own use. Raises SchemeError (all problems at once), OSError.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        cause = f"ce fichier n’est pas en UTF-8 (octet {error.start})"
        raise SchemeError([Problem("yaml", cause, Span(1, 1))], path=str(path), text="") from None
    return loads(text, path=str(path), schemes=schemes, parameters=parameters, loading=loading)


def loads(
    text: str,
    *,
    path: str = "<texte>",
    schemes: Iterable[Scheme] = (),
    parameters: Mapping[str, str] | None = None,
    loading: tuple[str, ...] = (),
) -> Scheme:
    """The same from a text; `path` is what messages call it. Raises SchemeError."""
    text = text.removeprefix("\ufeff")  # what some editors put first
    with localcontext(EXACT):
        return _Loading(
            text, path, {scheme.name: scheme for scheme in schemes}, dict(parameters or {}), loading
        ).scheme()


def text_hash(text: str) -> str:
    """SHA-256 of a scheme's text, line ends normalised: the same file has one hash on every system."""
    return hashlib.sha256(
        text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").encode()
    ).hexdigest()


@lru_cache(maxsize=4)
def _read(text: str, path: str) -> tuple[Node, tuple[Problem, ...]]:
    """A text read, and what is wrong with its shape. Twenty variants of a text are read once."""
    root = read(text, path=path)
    return root, tuple(check(root, SCHEME)) if isinstance(root, YamlMapping) else ()


class _Loading:
    def __init__(
        self,
        text: str,
        path: str,
        known: dict[str, Scheme],
        overlay: dict[str, str],
        loading: tuple[str, ...],
    ) -> None:
        self.text, self.path, self.known, self.overlay, self.loading = text, path, known, overlay, loading

    def refuse(self, problems: list[Problem]) -> SchemeError:
        return SchemeError(problems, path=self.path, text=self.text)

    def scheme(self) -> Scheme:
        root, problems = _read(self.text, self.path)
        if not isinstance(root, YamlMapping):
            raise self.refuse(
                [
                    Problem(
                        "shape", "un barème est une suite de clés", root.span, "la première : « language: 1 »"
                    )
                ]
            )
        self._language(root)
        if problems:
            raise self.refuse(list(problems))
        draft = Draft(path=self.path, root=root, loading=self.loading)
        scheme = self._build(draft, root)
        if draft.problems or scheme is None:
            raise self.refuse(draft.problems)
        return replace(scheme, warnings=tuple(lint.unused(draft, scheme)))

    def _language(self, root: YamlMapping) -> None:
        first = next(iter(root.keys.values()), None)
        if first is None or first.value != "language":
            span = first.span if first else Span(1, 1)
            raise self.refuse([Problem("language", "la première ligne est « language: 1 »", span)])
        said = root.values["language"]
        if not isinstance(said, Text) or said.value != str(LANGUAGE):
            help = f"cette version de bareme lit la langue {LANGUAGE}"
            raise self.refuse([Problem("language", "version de la langue inconnue", said.span, help)])

    def _build(self, draft: Draft, root: YamlMapping) -> Scheme | None:
        draft.currency = word(root.get("currency"))
        for name in self.overlay:
            section = root.get("parameters")
            if not isinstance(section, YamlMapping) or name not in section:
                known = section.values if isinstance(section, YamlMapping) else ()
                help = did_you_mean(name, known)
                draft.refuse("name", f"« {name} » n’est pas un paramètre : rien à remplacer", root.span, help)
        draft.guard(self._validity, draft, root)
        facts.read_units(draft)
        registers = facts.read_registers(draft)
        facts.read_inputs(draft, registers)
        dated.read_parameters(draft, self.overlay)
        dated.read_sets(draft)
        dated.read_zones(draft)
        dated.read_scales(draft)
        after.read_uses(draft, self.known)
        rules.read_definitions(draft)
        facts.type_guards(draft)
        rules.resolve_all(draft)
        conditions = rules.read_conditions(draft)
        lines = rules.read_lines(draft)
        if not conditions and not draft.problems and not lines:
            draft.refuse("missing", "un barème a au moins une condition ou un montant", root.span)
        rest: dict[str, Any] = {}
        for key, reader in (
            ("envelope", after.read_envelope),
            ("instalments", after.read_instalments),
            ("repayment", after.read_repayment),
            ("obligations", after.read_obligations),
            ("documents", after.read_documents),
            ("tests", after.read_tests),
        ):
            draft.guard(lambda key=key, reader=reader: rest.__setitem__(key, reader(draft)))
        ask = tuple(self._ask(draft, root))
        sequence = lint.order(draft)
        if draft.problems:
            return None
        scheme = Scheme(
            name=word(root.get("scheme")), path=self.path, text=self.text, hash=text_hash(self.text),
            title=label_of(root.get("title"), ""), kind=_word(root, "kind"), currency=draft.currency,
            since=draft.since, until=draft.until, applies_by=_word(root, "applies_by"),
            beneficiary=word(root.get("beneficiary")), enacted=draft.day(root.get("enacted")),
            summary=label_of(root.get("summary"), "") if "summary" in root else None,
            units=draft.own_units, inputs=draft.inputs, entities=draft.entities, registers=registers,
            sets=draft.sets, parameters=draft.parameters, scales=draft.scales, uses=draft.uses,
            definitions=draft.definitions, order=sequence, conditions=tuple(conditions),
            lines=tuple(lines), ask=ask, overlay=tuple(sorted(self.overlay.items())), **rest,
        )  # fmt: skip
        lint.check_depth(draft, scheme)
        lint.check_dates(draft, scheme)
        return scheme

    def _validity(self, draft: Draft, root: YamlMapping) -> None:
        valid = root.values["valid"]
        assert isinstance(valid, YamlMapping)
        since, draft.until = draft.day(valid.get("from")), draft.day(valid.get("to"))
        assert since is not None
        draft.since = since
        draft.day(root.get("enacted"))
        if draft.until is not None and draft.until < since:
            draft.refuse("dates", "« to » précède « from »", valid.span)

    def _ask(self, draft: Draft, root: YamlMapping) -> Iterable[str]:
        from bareme.errors import did_you_mean
        from bareme.loader.draft import items

        for item in items(root.get("ask")):
            if isinstance(item, Text) and item.value not in draft.inputs:
                help = did_you_mean(item.value, draft.inputs)
                draft.refuse("name", f"« {item.value} » n’est pas un fait", item.span, help)
            elif isinstance(item, Text):
                yield item.value


def _word(root: YamlMapping, key: str) -> Any:
    return word(root.get(key))


__all__ = ["load", "loads", "text_hash"]
