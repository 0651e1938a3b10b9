"""Makes schemes and adds texts of rules to them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

import bareme
from relance.kernel import audit
from relance.kernel.errors import RelanceError
from relance.kernel.models import Account, Authority
from relance.kernel.models.authority import Currency
from relance.schemes import queries
from relance.schemes.models import Scheme, SchemeVersion
from relance.schemes.permissions import EDIT, check
from relance.values.typography import fold

CHANGEABLE = frozenset(
    {
        "title",
        "measure_key",
        "legal_ground",
        "regime",
        "once",
        "keep_drafts",
        "keep_refused",
        "keep_closed",
        "keep_accepted",
        "keep_because",
    }
)


class BadRules(RelanceError):
    """A text of rules is not taken; `problems` says why, one sentence each, with its line."""

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read and tried before it is kept: its tests all passed; `changes` against the last version."""

    scheme: bareme.Scheme
    tests: int
    changes: tuple[str, ...]
    warnings: tuple[str, ...]


def make_scheme(
    *,
    authority: Authority,
    slug: str,
    title: str,
    currency: str,
    by: Account | None,
    at: datetime,
    **more: Any,
) -> Scheme:
    """A scheme without rules yet. `more`: any of CHANGEABLE. Raises Refused, ValueError."""
    check(by, EDIT, authority)
    if currency not in Currency.values:
        raise ValueError(f"unknown currency {currency!r}")
    with transaction.atomic():
        scheme = Scheme.objects.create(
            authority=authority,
            slug=slug,
            title=title,
            currency=currency,
            created_at=at,
            created_by=by,
            created_by_name=str(by) if by else "Relance",
            **_known(more),
        )
        audit.record(authority=authority, by=by, act="schemes.scheme.make", subject=scheme, at=at)
    return scheme


def change_scheme(*, scheme: Scheme, by: Account | None, at: datetime, **changes: Any) -> None:
    """Change what may change of a scheme: CHANGEABLE."""
    check(by, EDIT, scheme.authority)
    known = _known(changes)
    before = {name: getattr(scheme, name) for name in known}
    with transaction.atomic():
        for name, value in known.items():
            setattr(scheme, name, value)
        scheme.save(update_fields=list(known))
        audit.record(
            authority=scheme.authority,
            by=by,
            act="schemes.scheme.change",
            subject=scheme,
            at=at,
            before=before,
            after=known,
        )


def read_rules(text: str, *, scheme: Scheme | None = None, path: str = "barème") -> Reading:
    """Check a text and run its own tests. Raises BadRules, with a sentence a fault."""
    try:
        rules = bareme.loads(text, path=path)
    except bareme.SchemeError as error:
        said = tuple(
            f"ligne {one.span.line}\u00a0: {one.cause}. {one.help}".strip() for one in error.problems
        )
        raise BadRules(f"Ce barème n’est pas bon\u00a0: {len(said)} défaut(s).", said) from error
    report = bareme.run_tests(rules)
    failed = tuple(
        f"test «\u00a0{result.test.name}\u00a0» (ligne {result.test.span.line})\u00a0: {failure}"
        for result in report.results
        for failure in result.failures
    )
    if failed:
        raise BadRules(f"Ce barème ne passe pas ses propres tests\u00a0: {len(failed)} en échec.", failed)
    if not report.results:
        raise BadRules("Ce barème n’a aucun test\u00a0: il en faut un au moins, avec son résultat attendu.")
    last = _last(scheme) if scheme else None
    if scheme and rules.currency != scheme.currency:
        raise BadRules(
            f"Ce barème est en {rules.currency}, le dispositif en {scheme.currency}\u00a0: "
            "deux monnaies ne s’ajoutent jamais."
        )
    if scheme and last and last.name != rules.name:
        raise BadRules(
            f"Ce barème s’appelle «\u00a0{rules.name}\u00a0», les précédents "
            f"«\u00a0{last.name}\u00a0»\u00a0: "
            "est-ce bien le même dispositif\u00a0?"
        )
    changes = tuple(bareme.differences(queries.loaded(last), rules)) if last else ()
    warnings = tuple(f"ligne {one.span.line}\u00a0: {one.cause}" for one in rules.warnings)
    return Reading(rules, len(report.results), changes, warnings)


def add_version(
    *,
    scheme: Scheme,
    text: str,
    by: Account | None,
    at: datetime,
    applies_from: date | None = None,
    file_name: str = "",
) -> SchemeVersion:
    """Keep a text of rules, from this day of application on (by default: where its validity begins).

    Raises BadRules: it has a fault, fails a test of its own, is kept already, or does not hold that day.
    """
    check(by, EDIT, scheme.authority)
    reading = read_rules(text, scheme=scheme)
    rules, since = reading.scheme, applies_from or reading.scheme.since
    if since < rules.since or (rules.until is not None and since > rules.until):
        raise BadRules(
            f"Ce barème vaut depuis le {rules.since:%d/%m/%Y}"
            + (f" et jusqu’au {rules.until:%d/%m/%Y}" if rules.until else "")
            + f"\u00a0: il ne peut pas s’appliquer depuis le {since:%d/%m/%Y}."
        )
    with transaction.atomic():
        Scheme.objects.of(scheme.authority).select_for_update().get(pk=scheme.pk)  # numbers without a gap
        rows = SchemeVersion.objects.of(scheme.authority).filter(scheme=scheme)
        if (same := rows.filter(sha256=rules.hash).first()) is not None:
            raise BadRules(f"Ce texte est déjà la version {same.number}\u00a0: rien n’a changé.")
        last = rows.order_by("-number").first()
        version = SchemeVersion.objects.create(
            authority=scheme.authority,
            scheme=scheme,
            number=last.number + 1 if last else 1,
            text=rules.text,
            sha256=rules.hash,
            name=rules.name,
            kind=rules.kind,
            beneficiary=rules.beneficiary,
            currency=rules.currency,
            applies_by=rules.applies_by,
            applies_from=since,
            valid_from=rules.since,
            valid_to=rules.until,
            enacted_on=rules.enacted,
            tests=reading.tests,
            file_name=file_name[:255],
            added_at=at,
            added_by=by,
            added_by_name=str(by) if by else "Relance",
        )
        audit.record(
            authority=scheme.authority,
            by=by,
            act="schemes.version.add",
            subject=version,
            at=at,
            after={"numéro": version.number, "empreinte": rules.hash, "depuis": since.isoformat()},
        )
    return version


def slug_of(title: str) -> str:
    """An address from a title: words without accents, joined by hyphens, 80 letters at most."""
    return "-".join(word for word in fold(title).replace("’", " ").split() if word.isalnum())[:80].strip("-")


def _known(changes: dict[str, Any]) -> dict[str, Any]:
    if strange := sorted(set(changes) - CHANGEABLE):
        raise TypeError(f"unknown: {', '.join(strange)}; allowed: {', '.join(sorted(CHANGEABLE))}")
    return changes


def _last(scheme: Scheme) -> SchemeVersion | None:
    rows = SchemeVersion.objects.of(scheme.authority).filter(scheme=scheme)
    return rows.order_by("-number").first()
