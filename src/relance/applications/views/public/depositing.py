"""Pieces, checking one's answers, the deposit and its receipt."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from relance.applications import actions
from relance.applications.actions import links, supplying
from relance.applications.forms.applicant import DepositForm
from relance.applications.models import Application, Piece, State
from relance.applications.queries import steps
from relance.applications.queries.receipt import receipt_pdf
from relance.applications.rules import told
from relance.applications.rules.asking import pages, said
from relance.applications.views.public.calls import limits_words
from relance.applications.views.public.filing import Both, Filing
from relance.applications.views.public.trail import token_of
from relance.kernel.components import Answer
from relance.kernel.errors import Missing
from relance.kernel.forms import DocumentField
from relance.kernel.views.files import file_response
from relance.schemes.queries import Asked
from relance.values.identifiers import identify


@Both
def pieces(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """The pieces asked for, one under the other, each with its own button: without JavaScript."""
    filing = Filing(request, authority, number, draft=False)
    open_ = supplying.open_pieces(filing.application)
    if not open_:
        raise Missing("Aucune pièce n’est attendue de vous.")
    refused: dict[str, str] = {}
    if filing.posted and "retirer" in request.POST:
        key = request.POST["retirer"]
        if key.isdigit():
            supplying.take_piece_back(application=filing.application, piece=int(key), at=filing.now)
        return redirect(filing.url("file_pieces"))
    if filing.posted:
        key = request.POST.get("piece", "")
        sent = request.FILES.get("file")
        if sent is None:
            refused[key] = "Choisissez un fichier avant de l’envoyer."
        else:
            try:
                supplying.send_piece(
                    application=filing.application,
                    key=key,
                    name=sent.name or "fichier",
                    content=sent,
                    at=filing.now,
                )
            except (supplying.PieceRefused, actions.WrongState) as error:
                refused[key] = str(error)
            else:
                return redirect(filing.url("file_pieces"))
    standing = filing.standing
    rows = [_piece_row(standing, one, refused.get(one.key, "")) for one in standing.asked if one.key in open_]
    draft = filing.application.state == State.DRAFT
    onward = (
        filing.step_url(standing.next_after(steps.PIECES), standing) if draft else filing.url("file_correct")
    )
    response = filing.page("pieces", rows=rows, onward=onward, refused=refused)
    response.status_code = 422 if refused else 200
    return response


def _piece_row(standing: steps.Standing, asked: Asked, error: str) -> dict[str, object]:
    field = DocumentField(kinds=asked.kinds, limit=asked.limit)
    return {
        "asked": asked,
        "limits": limits_words(asked.kinds, asked.limit),
        "accept": field.widget_attrs(field.widget)["accept"],
        "sent": [(piece, supplying.scan_words(piece)) for piece in standing.sent(asked.key)],
        "error": error,
    }


@require_safe
def piece_file(request: HttpRequest, authority: str, number: str, piece: int) -> HttpResponseBase:
    """One's own piece, as something to keep, never shown as a page."""
    filing = Filing(request, authority, number, draft=False)
    rows = Piece.objects.of(filing.owner).filter(application=filing.application, pk=piece)
    found = rows.select_related("file").first()
    if found is None or found.file is None:
        raise Missing("Cette pièce n’existe pas, ou elle est effacée.")
    return file_response(found.file)


@Both
def check(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """Check one's answers, attest, deposit. Deposited twice, it is deposited once."""
    filing = Filing(request, authority, number, draft=False)
    if filing.application.state != State.DRAFT:
        return redirect(filing.url("file"))
    standing = filing.standing
    form = DepositForm(request.POST if filing.posted else None)
    lacks = standing.lacks
    problem = ""
    if filing.posted and form.is_valid() and not lacks:
        try:
            deposited(filing, form)
        except actions.ApplicationError as error:
            problem = str(error)
        else:
            messages.success(request, "Votre demande est déposée.")
            return redirect(filing.url("file"))
    decision = pages.decision_of(standing.state)
    response = filing.page(
        "check",
        form,
        lacks=[(filing.step_url(step, standing), sentence) for step, sentence in lacks],
        problem=problem,
        identity=_identity_answers(filing, standing),
        answers=[
            Answer(line.question, line.answer, filing.url("file_page", line.key))
            for line in said.summary(standing.state, filing.locale)
        ],
        pieces=standing.pieces,
        standing=standing,
        said=told.said(decision, filing.locale),
        refusals=[one for one in told.reasons(decision, filing.locale) if one.outcome == "unmet"],
    )
    if filing.posted:
        response.status_code = 422
    return response


def deposited(filing: Filing, form: DepositForm) -> Application:
    """Deposit, keep what was attested, mail the way back."""
    standing = filing.standing
    identity = standing.identity
    numbered = bool(identity and identity.number)
    if not numbered and not standing.people:  # who came by a later page
        supplying.ask_register(application=filing.application, number="", at=filing.now)
    row = actions.deposit(application=filing.application, at=filing.now)
    if row.submitted_at != filing.now:  # another click was first
        return row
    supplying.attest(application=row, words=str(form.fields["true"].label), at=filing.now)
    links.mail_link(
        application=row,
        url=links.link_url(row, token_of(filing.request)),
        subject=f"demande {row.number} déposée",
        lines=[
            "Bonjour,",
            f"Votre demande {row.number} ({row.call.title}) est déposée.",
            "Son récépissé, son suivi et les messages du service sont à cette adresse\u00a0:",
        ],
    )
    return row


def _identity_answers(filing: Filing, standing: steps.Standing) -> list[Answer]:
    who, bank, month = standing.identity, standing.account, filing.application.month_aided
    number = identify(who.number) if who and who.number else None
    change = filing.url("file_who")
    found = []
    if not standing.people:
        found.append(Answer("Numéro", str(number) if number else "", filing.url("file_number")))
    found += [
        Answer("Nom", who.name if who else "", change),
        Answer("Courriel", who.mail if who else "", change),
        Answer("Téléphone", who.phone if who else "", change),
        Answer("Adresse", who.address if who else "", change),
        Answer("Compte bancaire", bank.masked if bank else "", filing.url("file_account")),
    ]
    if standing.needs_month:
        found.append(Answer("Mois aidé", f"{month:%m/%Y}" if month else "", filing.url("file_month")))
    return found


@require_safe
def receipt(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """The receipt, as PDF."""
    filing = Filing(request, authority, number, draft=False)
    if filing.application.submitted_at is None:
        raise Missing("Le récépissé vient avec le dépôt.")
    response = HttpResponse(receipt_pdf(filing.application), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="recepisse-{filing.application.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def abandon(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """Give a draft up; after the deposit, tell the service that one withdraws."""
    filing = Filing(request, authority, number, draft=False)
    application = filing.application
    if not filing.posted:
        return filing.page("abandon", draft=application.state == State.DRAFT)
    if application.state == State.DRAFT:
        supplying.abandon(application=application, at=filing.now)
        messages.success(request, "Votre brouillon est effacé.")
        return redirect("applications:call", filing.owner.slug, application.call.slug)
    if not application.is_over:
        actions.write(
            application=application,
            text="Je retire ma demande\u00a0: merci de la classer sans suite.",
            by=None,
            at=filing.now,
        )
        messages.success(request, "Le service sait que vous retirez votre demande.")
    return redirect(filing.url("file"))
