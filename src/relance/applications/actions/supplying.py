"""What an applicant supplies beside answers: pieces, a bank account, the word of a register."""

from datetime import datetime
from typing import Any

from django.db import transaction

from relance.applications.actions.errors import WrongState
from relance.applications.actions.filing import locked
from relance.applications.actions.instructing import open_correction
from relance.applications.models import Application, BankDetails, Piece, State
from relance.applications.queries.asking import looked_up
from relance.applications.rules.asking import registered
from relance.applications.rules.facts import source
from relance.kernel import audit, files
from relance.kernel.errors import RelanceError
from relance.kernel.models import FileState
from relance.kernel.sealing import keyed_digest, seal
from relance.schemes import queries as schemes
from relance.schemes.queries import Asked
from relance.values.typography import NBSP

TYPES: dict[str, frozenset[str]] = {
    "pdf": frozenset({"application/pdf"}),
    "jpg": frozenset({"image/jpeg"}),
    "png": frozenset({"image/png"}),
    "docx": frozenset({"application/vnd.openxmlformats-officedocument.wordprocessingml.document"}),
    "xlsx": frozenset({"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}),
    "odt": frozenset({"application/vnd.oasis.opendocument.text"}),
    "ods": frozenset({"application/vnd.oasis.opendocument.spreadsheet"}),
    "csv": frozenset({"text/csv", "text/plain"}),
}
MANY = 20  # files of one piece: a lease in photographs, no more


class PieceRefused(RelanceError):
    """The file is not taken; the message says why and what is."""


def asked_piece(application: Application, key: str) -> Asked | None:
    """What the call says of this piece."""
    return next((one for one in schemes.pieces_of(application.call) if one.key == key), None)


def open_pieces(application: Application) -> frozenset[str]:
    """Keys of the pieces that may be sent now: all of a draft, those of an open correction later."""
    if application.state == State.DRAFT:
        return frozenset(one.key for one in schemes.pieces_of(application.call))
    correction = open_correction(application)
    return frozenset(correction.pieces) if correction else frozenset()


def send_piece(*, application: Application, key: str, name: str, content: Any, at: datetime) -> Piece:
    """Keep a file as this piece; sent again, the same content is one piece. Its type is what it holds.

    Not to be called in a transaction: the antivirus takes its time. Raises PieceRefused, WrongState.
    """
    asked = asked_piece(application, key)
    if asked is None or key not in open_pieces(application):
        raise WrongState("Cette pièce n’est pas demandée, ou ne se change plus.")
    content = content if isinstance(content, bytes) else content.read(asked.limit + 1)
    if len(content) > asked.limit:
        limit = max(asked.limit // (1024 * 1024), 1)
        raise PieceRefused(
            f"«{NBSP}{name}{NBSP}» est trop lourd{NBSP}: {limit}{NBSP}Mo au plus. "
            "Réduisez-le, ou envoyez-le en plusieurs fichiers."
        )
    found = files.media_type_of(content) if content else ""
    if content and not any(found in TYPES[kind] for kind in asked.kinds):
        allowed = ", ".join(kind.upper() for kind in asked.kinds)
        raise PieceRefused(
            f"«{NBSP}{name}{NBSP}» n’est pas d’un type admis pour cette pièce, d’après son contenu. "
            f"Sont admis{NBSP}: {allowed}."
        )
    try:
        file = files.store(authority=application.authority, by=None, name=name, content=content, at=at)
    except files.FileRefused as error:
        raise PieceRefused(str(error)) from error
    with transaction.atomic():
        row = locked(application)
        if key not in open_pieces(row):
            raise WrongState("Cette demande ne prend plus cette pièce.")
        mine = Piece.objects.of(row.authority).filter(application=row, kind=key, replaced_at__isnull=True)
        same = mine.filter(sha256=file.sha256).first()
        if same is not None:
            return same
        if mine.count() >= MANY:
            raise PieceRefused(f"Vingt fichiers au plus pour cette pièce{NBSP}: retirez-en un d’abord.")
        piece = Piece.objects.create(
            authority=row.authority,
            application=row,
            kind=key,
            label=asked.label,
            name=file.name if file.name == name else name[:255],
            file=file,
            sha256=file.sha256,
            size=file.size,
            is_identity=asked.identity,
            sent_at=at,
        )
        row.changed_at = at
        row.save(update_fields=["changed_at"])
    return piece


def take_piece_back(*, application: Application, piece: int, at: datetime) -> None:
    """Take a sent file out of a file: of a draft it is forgotten, later it stays as replaced."""
    with transaction.atomic():
        row = locked(application)
        found = (
            Piece.objects.of(row.authority)
            .filter(application=row, pk=piece, replaced_at__isnull=True)
            .first()
        )
        if found is None:
            return
        if found.kind not in open_pieces(row):
            raise WrongState("Cette pièce ne se change plus.")
        if row.state == State.DRAFT:
            kept = found.file
            found.delete()
            if kept is not None:
                files.forget(kept)
        else:
            found.replaced_at = at
            found.save(update_fields=["replaced_at"])
        row.changed_at = at
        row.save(update_fields=["changed_at"])


def scan_words(piece: Piece) -> str:
    """What the antivirus says of a piece, as every screen says it."""
    if piece.erased_at:
        return "effacée"
    return {
        FileState.UNSCANNED: "non analysé",
        FileState.CLEAN: "analysé, sain",
        FileState.REFUSED: "refusé",
    }[FileState(piece.scan)]


def give_account(
    *, application: Application, holder: str, number: str, kind: str, at: datetime
) -> BankDetails:
    """Keep where the award would be paid, sealed. `number` was checked. `kind`: "iban" or "canadian"."""
    with transaction.atomic():
        row = locked(application)
        if row.state != State.DRAFT:
            raise WrongState("Cette demande est déposée. Écrivez au service pour changer de compte.")
        details, _ = BankDetails.objects.of(row.authority).update_or_create(
            application=row,
            defaults={
                "authority": row.authority,
                "kind": kind,
                "holder": holder.strip(),
                "sealed": seal(number),
                "masked": masked(number),
                "digest": keyed_digest(number, purpose="account"),
                "given_at": at,
            },
        )
        row.changed_at = at
        row.save(update_fields=["changed_at"])
    return details


def masked(number: str) -> str:
    """ "FR76 •••• 0189": enough to know one's own account again."""
    head = number[:4] if number[:2].isalpha() else ""
    return f"{head} •••• {number[-4:]}".strip()


def ask_register(*, application: Application, number: str, at: datetime) -> bool:
    """Take what the register says of this number as facts of the file; whether it knows the number.

    Where it does not, the file goes on and is marked `unconfirmed`: no final decision then.
    """
    found = looked_up(number)
    with transaction.atomic():
        row = locked(application)
        if row.is_over:
            raise WrongState("Cette demande est décidée.")
        _forget_register(row)
        row.unconfirmed = found is None
        if found is not None:
            rules = schemes.loaded(row.version)
            row.registered = registered.facts_of(rules, found.as_json())
            day = at.astimezone(row.authority.zone).date()
            for name, value in row.registered.items():
                if name not in row.facts:
                    row.facts[name] = value
                    row.sources[name] = source("register", day, f"{found.source}, {found.as_of.isoformat()}")
        row.changed_at = at
        row.save(update_fields=["facts", "sources", "registered", "unconfirmed", "changed_at"])
    application.facts, application.sources = row.facts, row.sources
    application.registered, application.unconfirmed = row.registered, row.unconfirmed
    return found is not None


def _forget_register(row: Application) -> None:
    """What a former number brought."""
    for name in [name for name, said in row.sources.items() if said.get("from") == "register"]:
        row.facts.pop(name, None)
        row.sources.pop(name, None)
    row.registered = {}


def attest(*, application: Application, words: str, at: datetime) -> None:
    """Leave in the journal what the applicant attested, in the words that they read."""
    audit.record(
        authority=application.authority,
        by=None,
        act="applications.attest",
        subject=application,
        at=at,
        after={"attestation": words},
    )


def abandon(*, application: Application, at: datetime) -> None:
    """Give a draft up: it goes with all that it holds, files too. Raises WrongState after the deposit."""
    with transaction.atomic():
        row = locked(application)
        if row.state != State.DRAFT:
            raise WrongState("Cette demande est déposée. Dites au service que vous la retirez.")
        pieces = Piece.objects.of(row.authority).filter(application=row).select_related("file")
        kept = [piece.file for piece in pieces if piece.file is not None]
        row.delete()
        for file in kept:
            files.forget(file)
