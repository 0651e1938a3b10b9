"""Who leads, funds or takes part in a measure, other than its author."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from relance.reading.document import Span
from relance.reading.facts.drafts import Draft
from relance.reading.facts.labels import Key
from relance.reading.facts.lexicon import vocabulary
from relance.reading.facts.organisations import (
    HEADS,
    OWN,
    Name,
    full_name_before,
    is_acronym,
    is_generic,
    name_at,
    same,
    split_list,
    tokens,
)
from relance.reading.facts.types import OrganisationFact, Role
from relance.values.typography import flat, fold, squeeze

_CUES: Final = re.compile(
    r"(?P<funder>(?:co-?)?financee?s? (?:a .{0,20}?)?(?:par|avec)|subventionnee?s? par|abondee?s?"
    r" (?:.{0,20} )?par|soutenue?s? par|"
    r"(?:avec|grace a) (?:le |l'|un )?(?:soutien|concours|aide|appui|participation|cofinancement)(?:"
    r" financi\w+)?(?: d(?:[eu]s?)?\b)?|"
    r"aupres d(?:[eu]s?)?|subvention .{0,20}aupres d(?:[eu]s?)?)"
    r"|(?P<lead>(?:co-?)?(?:pilotee?s?|portee?s?|dirigee?s?|geree?s?|operee?s?|animee?s?|organisee?s?"
    r"|mene?e?s?|conduite?s?"
    r"|assuree?s?|coordonnee?s?|proposee?s?|instruite?s?|developpee?s?|produite?s?|distribuee?s?"
    r"|delivree?s?) par"
    r"|confiee?s? a|confier(?: .{0,60}?)? a|sous l'egide d(?:[eu]s?)?|(?<!\w)par (?=(?:la |le |l'|les )))"
    r"|(?P<partner>(?:en (?:etroite |lien |pleine )?(?:collaboration|partenariat|lien|cooperation"
    r"|concertation|synergie|association"
    r"|complementarite|relation|soutien) (?:etroite? )?(?:avec|aux?|a)|(?:partenariat|accord|convention"
    r"|collaboration|charte"
    r"|collaborer|travailler|cooperer|negocier|concert|conjointement|contractualisee?s?|accompagnement)"
    r" (?:avec|entre)"
    r"|collaboration d(?:[eu]s?)?|de celle d(?:[eu]s?)?|par l'(?:entremise|intermediaire) d(?:[eu]s?)?|avec"
    r"|grace (?:a|au)"
    r"|via|aupres d(?:[eu]s?)?"
    r"|aux cotes d(?:[eu]s?)?|(?:vers|accord|attribu|allou|octroy)(?:e|er|era|ent|eront|ee?s?|ant)\b(?:(?!"
    r" avec"
    r" )[^,.;]){0,50}? a|releve(?:nt)?"
    r" d(?:[eu]s?)?|(?:l'aide|les aides|l'appui|le soutien|le concours|la participation) d(?:[eu]s?)?"
    r"|demanderons a"
    r"|en complement d(?:[eu]s?)?|(?:obtenir|exiger|attendre|attendue?s?) d(?:[eu]s?)?|charger?(?= l)"
    r"|soutien (?:renforce )?(?:a|au)|renforcer|au comite|demander a))"
    r"(?= |')"
)
_STOP: Final = re.compile(
    r"[;:.!?\n]|\((?!.{0,12}\))| (?:pour|afin|qui|que|dont|dans|ou|sur|lors|permettant|visant|destine|ayant"
    r"|ou|des|a travers|en vue|de facon|selon)\b"
)
_ARTICLES: Final = re.compile(r"(?:la|le|l'|les|au|aux|du|des|de la|de l'|d'|a la|a l'|notre|nos) ?$")
_TOGETHER: Final = re.compile(
    r"((?:la |le |l'|les )[^.;:]{2,40}?(?:, (?:la |le |l')[^.;:,]{2,40}?)* et (?:la |le |l')[^.;:,]{2,40}?)"
    r" (?:vont|ont|sont|s'engagent|[a-z]{3,}(?:ent|ont))\b"
)
_SHARE_OF: Final = re.compile(r"\d ?(?:k|m|md)?(?:€|\$|euros?|dollars?) (?:de la |de l'|du |par la |par le )")
_PERSONS: Final = re.compile(r"(?:personnes?|elue?s?|referents?|contacts?|prenom)\b")
_LISTED: Final = re.compile(r"\(([^)]{3,120})\)")
_CALLED: Final = re.compile(r"\b[Ll]['’](?=(?:association|organisme|agence) [A-ZÀ-Þ])")
_INDEFINITE: Final = re.compile(
    r"(?:\b(?:une?|d'une?|des|quelques|plusieurs|nouvel(?:le)?|nouveaux?)\b(?: [a-z]+)?) $"
)
_NOT_NAMED: Final = re.compile(
    r"(?:contrat|plan|programme|strategie|fonds|schema|projet|loi|code|carte|charte|budget|bourse|prime"
    r"|cheque|pass|etude|adjoint"
    r"|maire|journee|semaine|prix|salon|festival|fete|appel|dispositif|operation|internet|article|annexe"
    r"|etat des lieux"
    r"|place (?!aux)|rue|avenue|quartier|zone|halle|gare|ecole|college|lycee|piscine|gymnase|parc(?! naturel)"
    r"|conseil (?:municipal|communautaire|consultatif|des jeunes|citoyen))\b"
)


_SCHOOL: Final = re.compile(r"[ÉE]cole d|(?:[Ll]yc[ée]e|[Cc]oll[èe]ge|[ÉEée]cole) (?:[a-z]\w+ ){0,2}[A-ZÀ-Þ]")
_JOINT_SELF: Final = re.compile(
    r"(?:la |l')?(?:metropole|communaute(?: de communes| d'agglomeration| urbaine)?|epci|agglomeration"
    r"|agglo)$"
)
_LEVELS: Final = (
    vocabulary("ville commune mairie municipalite"),
    vocabulary("metropole communaute communes agglomeration urbaine mrc pays"),
    vocabulary("departement"),
    vocabulary("region"),
)
_BODIES: Final = frozenset[str]().union(*_LEVELS)


@dataclass(frozen=True, slots=True)
class Author:
    """Who speaks: left out of its own partners. `reply`: a ministry that answers."""

    names: tuple[str, ...]
    reply: bool
    joint: bool = False  # a body of several communes
    county: bool = False  # an MRC, which then calls itself so

    def is_self(self, name: str) -> bool:
        plain = flat(name)
        if self.reply:
            return re.match(r"(?:le )?ministere$|(?:la )?direction", plain) is not None
        if plain.startswith("pole ") and name[5:].islower() and "emploi" not in plain:
            return True  # a service of its own
        if self.county and plain in ("mrc", "la mrc"):
            return True
        if OWN.match(plain) or (self.joint and _JOINT_SELF.match(plain)):
            return True
        mine = tokens(name)
        if self.joint and mine & _LEVELS[0]:
            return False  # the town of the same name is another body
        return any(
            name == own or (tokens(own) - _BODIES == mine - _BODIES and _alike_bodies(tokens(own), mine))
            for own in self.names
        )


def _alike_bodies(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether two names of a place may be of one body: a town is not its region, nor a "pays" its town."""
    a, b = ({at for at, words in enumerate(_LEVELS) if words & name} for name in (first, second))
    return not a or not b or bool(a & b)


def partners_of(
    text: str, draft: Draft, author: Author, known: dict[str, str]
) -> tuple[OrganisationFact, ...]:
    """The organisations of a measure: of its fields first, then of its words."""
    found: list[OrganisationFact] = []
    for entry in draft.fields:
        if entry.key is Key.AMOUNT and entry.value:
            for one in _paying(text, entry.value):
                _add(found, _fact(text, one, Role.FUNDER, 0.8, known), author)
            for one, said, confidence in _cued(text, entry.value):
                _add(found, _fact(text, one, said, confidence, known), author)
        role = {Key.LEAD: Role.LEAD, Key.PARTNER: Role.PARTNER, Key.FUNDER: Role.FUNDER}.get(entry.key)
        if role and entry.value and not _PERSONS.match(flat(entry.label)):
            for start, end in split_list(text, entry.value.start, entry.value.end):
                name = squeeze(text[start:end])
                if (
                    len(name) > 1
                    and not is_generic(name)
                    and not _lower_plural(name)
                    and len(name.split()) <= 14
                ):
                    _add(found, _fact(text, Name(start, end, name), role, 0.9, known), author)
    for span in (draft.span, *draft.body):
        for one, role, confidence in _in_words(text, span):
            confidence -= 0.0 if span is draft.span else 0.15
            _add(found, _fact(text, one, role, confidence, known), author)
    return tuple(found)


def _paying(text: str, span: Span) -> Iterable[Name]:
    """The institutions of a budget: "État (fonds vert) 90 000 € ; Région 60 000 €"."""
    for start, _end in split_list(text, span.start, span.end):
        name = name_at(text, start, lower=False)
        if name and name.start == start and _institution(name.name) and not is_generic(name.name):
            yield name


def _lower_plural(name: str) -> bool:
    first = name.split()[0]
    return first[0].islower() and first.endswith("s") and fold(first) not in HEADS and len(first) > 3


def _add(found: list[OrganisationFact], fact: OrganisationFact, author: Author) -> None:
    if author.is_self(fact.name) or any(same(fact.name, other.name) for other in found):
        return
    found.append(fact)


def _fact(text: str, name: Name, role: Role, confidence: float, known: dict[str, str]) -> OrganisationFact:
    span = Span(name.start, name.end)
    acronym = name.acronym
    full = name.name
    if acronym and full == acronym and fold(acronym) in known:
        full = known[fold(acronym)]
    printed = f"{full} ({acronym})" if acronym and acronym != full else full
    return OrganisationFact(
        span=span, quote=span.quote(text), confidence=confidence, name=printed, role=role, acronym=acronym
    )


def _in_words(text: str, span: Span) -> Iterable[tuple[Name, Role, float]]:
    """Names after a word of partnership, then acronyms and institutions anywhere in the measure."""
    plain = flat(text[span.start : span.end])
    yield from ((name, Role.PARTNER, 0.75) for name in _subjects(text, plain, span.start))
    yield from _cued(text, span)
    yield from ((name, Role.PARTNER, 0.6) for name in _anywhere(text, span))


def _cued(text: str, span: Span) -> Iterable[tuple[Name, Role, float]]:
    """Names after a word of partnership, and those whose share is said: "dont 1 M€ de la Région"."""
    plain = flat(text[span.start : span.end])
    for cue in _CUES.finditer(plain):
        role = Role.FUNDER if cue["funder"] else Role.LEAD if cue["lead"] else Role.PARTNER
        yield from ((name, role, 0.8) for name in _after(text, plain, span.start, cue.end()))
    for share in _SHARE_OF.finditer(plain):
        name = name_at(text, span.start + share.end(), lower=True)
        if name is None or is_generic(name.name) or _NOT_NAMED.match(flat(name.name)):
            continue
        if name.start == span.start + share.end() and _institution(name.name):
            yield name, Role.FUNDER, 0.7


def _subjects(text: str, plain: str, base: int) -> Iterable[Name]:
    """The bodies that act together: "La Ville, la Région et le Département vont aménager"."""
    verb = _TOGETHER.match(plain)
    if verb:
        for start, _end in split_list(text, base, base + verb.end(1)):
            name = name_at(text, start, lower=True)
            if name and _institution(name.name) and not is_generic(name.name):
                yield name


def _after(text: str, plain: str, base: int, at: int) -> Iterable[Name]:
    """The names of the list that follows a cue: "la Région, la Banque X et le Département"."""
    end = next((stop.start() for stop in _STOP.finditer(plain, at + 1) if _ends(plain, stop)), len(plain))
    end = min(end, at + 160)
    for index, (a, b) in enumerate(split_list(text, base + at, base + end)):
        before = flat(text[max(base, a - 12) : a])
        if re.search(r"\b(?:une?|d'une?|chaque|tout|toute) ?$", before):
            continue
        name = name_at(text, a, lower=True)
        if name is None or name.start >= b + 12:
            name = _acronym_after(text, a, b)
        if name is None:
            if index == 0 and "(" not in text[a:b]:
                break
            continue
        one_of_them = before.endswith("l'") and name.name.startswith("association d")
        if _NOT_NAMED.match(flat(name.name)) and not _SCHOOL.match(name.name):
            continue
        if is_generic(name.name) and not one_of_them:
            continue
        yield name
    yield from _in_parentheses(text, plain, base, at)


def _ends(plain: str, stop: re.Match[str]) -> bool:
    """Whether a list of names ends here: "le comité des pêches et…" goes on, "les élus des…" does not."""
    if stop[0].strip() != "des":
        return True
    before = plain[: stop.start()].rsplit(None, 1)[-1:]
    return not before or re.split(r"['’]", before[0])[-1] not in HEADS


def _acronym_after(text: str, start: int, end: int) -> Name | None:
    """The acronym that ends a few words in lower case: "la boutique de gestion BGE" is BGE."""
    words = text[start:end].split()
    last = words[-1] if words else ""
    if not 2 <= len(words) <= 6 or not is_acronym(last) or any(w[0].isupper() for w in words[:-1]):
        return None
    at = text.rindex(last, start, end)
    return Name(at, at + len(last), last, last)


def _in_parentheses(text: str, plain: str, base: int, at: int) -> Iterable[Name]:
    """The institutions of "les collectivités (Agglo, région, CCI…)"."""
    paren = _LISTED.search(text, base + at, base + min(len(plain), at + 140))
    if not paren or "," not in paren[1] or re.search(r"[.;:!?]", plain[at : paren.start() - base]):
        return
    for start, _end in split_list(text, paren.start(1), paren.end(1)):
        name = name_at(text, start, lower=True)
        if name and not is_generic(name.name) and _institution(name.name):
            yield name


def _institution(name: str) -> bool:
    return is_acronym(name.split()[0]) or fold(name.split()[0]) in HEADS


def _anywhere(text: str, span: Span) -> Iterable[Name]:
    for word in re.finditer(r"[^\W\d_][\w&'’.-]*[^\W_]|[^\W\d_]", text[span.start : span.end]):
        start = span.start + word.start()
        bare = re.match(r"[dlDL]['’]", word[0])
        if bare:
            start += bare.end()
        first = re.split(r"['’]", word[0][bare.end() :] if bare else word[0])[0]
        before = flat(text[max(span.start, start - 24) : start])
        if not first[:1].isupper() or re.search(r"\((?:[^)]*)$", text[max(span.start, start - 60) : start]):
            continue
        defined = _ARTICLES.search(before) is not None
        if is_acronym(first):
            follows = text[start + len(first) : start + len(first) + 6]
            if defined and not re.match(r"[\s\u00a0]?(?:\d|[A-Z]?\d)", follows):
                name = name_at(text, start, lower=False)
                if name:
                    yield name
        elif fold(first) in HEADS and defined and not _INDEFINITE.search(before):
            name = name_at(text, start, lower=False)
            if name and len(name.name.split()) >= 2 and not _NOT_NAMED.match(flat(name.name)):
                yield name
    for one in _CALLED.finditer(text, span.start, span.end):  # "l'association Untel"
        if name := name_at(text, one.end(), lower=True):
            yield name
    for paren in _LISTED.finditer(text, span.start, span.end):
        names = [name_at(text, a, lower=True) for a, _ in split_list(text, paren.start(1), paren.end(1))]
        kept = [name for name in names if name and _institution(name.name)]
        if len(kept) >= 2 and len(kept) == len(names):
            yield from kept
    for paren in re.finditer(r"\(([A-ZÀ-Þ][A-ZÀ-Þ&.]{1,9})\)", text[span.start : span.end]):
        full = full_name_before(text, span.start + paren.start(), paren[1])
        if full and full[0] >= span.start and not _NOT_NAMED.match(flat(full[2])):
            yield Name(full[0], span.start + paren.end(), full[2], paren[1])
