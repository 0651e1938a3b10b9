"""Alerts about one file: the same firm, account or document elsewhere, what a register says otherwise."""

from collections.abc import Iterable

from relance.applications.models import Application, BankDetails, Piece
from relance.applications.permissions import visible
from relance.applications.rules.alerts import Alert, AlertKind, differences
from relance.kernel.permissions import Reader
from relance.schemes import queries as schemes

SHOWN = 5


def alerts(application: Application, reader: Reader) -> list[Alert]:
    """What this officer is to look at. Files that they may not see are counted, never named."""
    found = []
    if application.unconfirmed:
        found.append(
            Alert(
                AlertKind.UNCONFIRMED,
                "Le registre n’a pas confirmé cette entreprise\u00a0: aucune décision définitive avant cela.",
            )
        )
    found += _same_applicant(application, reader)
    found += _same_account(application, reader)
    found += _same_files(application, reader)
    rules = schemes.loaded(application.version)
    for one in differences(rules, application.facts, application.sources, application.registered):
        found.append(
            Alert(
                AlertKind.DIFFERS,
                f"{one.label}\u00a0: déclaré «\u00a0{one.declared}\u00a0», "
                f"le registre dit «\u00a0{one.registered}\u00a0».",
            )
        )
    return found


def _same_applicant(application: Application, reader: Reader) -> list[Alert]:
    others = Application.objects.of(application.authority).filter(
        applicant_key=application.applicant_key, call__scheme=application.call.scheme_id
    )
    return _alert(
        application,
        reader,
        others.exclude(pk=application.pk).exclude(state="draft").values_list("pk", flat=True),
        AlertKind.SAME_APPLICANT,
        "Le même demandeur a une autre demande à ce dispositif",
    )


def _same_account(application: Application, reader: Reader) -> list[Alert]:
    banks = BankDetails.objects.of(application.authority)
    digest = banks.filter(application=application).values_list("digest", flat=True).first()
    if digest is None:
        return []
    same = banks.filter(digest=digest).exclude(application__applicant_key=application.applicant_key)
    return _alert(
        application,
        reader,
        same.values_list("application", flat=True),
        AlertKind.SAME_ACCOUNT,
        "Le même compte bancaire est donné par un autre demandeur",
    )


def _same_files(application: Application, reader: Reader) -> list[Alert]:
    pieces = Piece.objects.of(application.authority)
    own = pieces.filter(application=application, replaced_at__isnull=True)
    found, digests = [], dict(pieces.filter(application=application).values_list("sha256", "label"))
    if not digests:
        return []
    labels: dict[str, set[str]] = {}
    for digest, label in own.values_list("sha256", "label"):
        labels.setdefault(digest, set()).add(label)
    for several in labels.values():
        if len(several) > 1:
            said = " et ".join(f"«\u00a0{label}\u00a0»" for label in sorted(several))
            found.append(Alert(AlertKind.SAME_FILE, f"Un même fichier est donné pour {said}."))
    elsewhere: dict[str, list[int]] = {}
    same = pieces.filter(sha256__in=digests).exclude(application=application)
    for digest, other in same.values_list("sha256", "application"):
        elsewhere.setdefault(digest, []).append(other)
    for digest, others in elsewhere.items():
        label = f"Le fichier de la pièce «\u00a0{digests[digest]}\u00a0» est aussi dans une autre demande"
        found += _alert(application, reader, others, AlertKind.SAME_FILE, label)
    return found


def _alert(
    application: Application, reader: Reader, pks: Iterable[int], kind: AlertKind, text: str
) -> list[Alert]:
    ids = sorted(set(pks))
    if not ids:
        return []
    seen = visible(reader, application.authority).filter(pk__in=ids).order_by("pk")
    numbers = tuple(seen.values_list("number", flat=True)[:SHOWN])
    more = len(ids) - len(numbers)
    said = f"{text}\u00a0: {', '.join(numbers)}" if numbers else text
    if more:
        said += f" (et {more} autre{'s' if more > 1 else ''})" if numbers else f" ({len(ids)})"
    return [Alert(kind, f"{said}.", numbers)]
