"""A file as its applicant follows it: where it stands, messages, what is asked, the decision and why."""

from datetime import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import bareme
from relance.applications import actions
from relance.applications.actions import links
from relance.applications.actions.instructing import open_correction
from relance.applications.actions.supplying import scan_words
from relance.applications.forms.answers import PageForm
from relance.applications.forms.applicant import FindForm, MessageForm
from relance.applications.models import Application, Correction, Decision, Letter, Message, Outcome, State
from relance.applications.queries import steps
from relance.applications.queries.lettering import sent_letters
from relance.applications.rules import told
from relance.applications.rules.asking import facts as known_facts
from relance.applications.rules.asking import pages
from relance.applications.views.public.asking import page_or_missing
from relance.applications.views.public.filing import Filing
from relance.applications.views.public.trail import forget_key
from relance.kernel.components import Chip, Event, Task
from relance.kernel.errors import Missing
from relance.kernel.permissions import authority_called
from relance.kernel.views.files import file_response
from relance.schemes import queries as schemes
from relance.values.money import Money
from relance.values.typography import long_date

PUBLIC_STATES = {
    State.DRAFT: Chip("Brouillon", "neutral"),
    State.SUBMITTED: Chip("Reçue", "info"),
    State.INSTRUCTION: Chip("En cours d’examen", "info"),
    State.DECIDED: Chip("En cours d’examen", "info"),  # known to the applicant once notified
}
OUTCOMES = {
    Outcome.ACCEPTED: Chip("Accordée", "good"),
    Outcome.REFUSED: Chip("Refusée", "bad"),
    Outcome.CLOSED: Chip("Classée sans suite", "neutral"),
}
WORDS = {
    steps.NUMBER: "Le numéro de l’entreprise",
    steps.WHO: "Qui demande",
    steps.MONTH: "Le mois aidé",
    steps.QUESTIONS: "Vos réponses",
    steps.ACCOUNT: "Le compte bancaire",
    steps.PIECES: "Les pièces",
    steps.CHECK: "Vérifier et déposer",
}


def state_chip(application: Application) -> Chip:
    """The state as its applicant reads it: a decision shows once it is notified."""
    if application.state == State.NOTIFIED:
        return OUTCOMES[Outcome(application.outcome)]
    return PUBLIC_STATES[State(application.state)]


@require_http_methods(["GET", "HEAD"])
def file(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """The home of a file: what is left to do before the deposit, where it stands after."""
    filing = Filing(request, authority, number, draft=False)
    return draft(filing) if filing.application.state == State.DRAFT else followed(filing)


def draft(filing: Filing) -> HttpResponse:
    standing = filing.standing
    tasks = [_task(filing, standing, name, done=done) for name, done in standing.steps]
    upcoming = standing.next_after("")
    return filing.page(
        "draft",
        tasks=tasks,
        onward=filing.step_url(upcoming, standing),
        closes_on=filing.application.call.closes_on,
        is_open=filing.application.call.is_open(filing.today),
        mail=standing.identity.mail if standing.identity else "",
    )


def _task(filing: Filing, standing: steps.Standing, name: str, *, done: bool) -> Task:
    hint = ""
    if name == steps.QUESTIONS and standing.unanswered:
        count = len(standing.unanswered)
        hint = f"{count} question{'s' if count > 1 else ''} au plus, selon vos réponses."
    if name == steps.ACCOUNT and not done:
        hint = "Vous pouvez le donner plus tard."
    url = filing.step_url(name, standing)
    if name == steps.QUESTIONS and not standing.unanswered:
        url = filing.url("file_check")
    if name == steps.CHECK:
        chip = Chip("À faire", "neutral") if standing.lacks else Chip("Prêt", "info")
        return Task(WORDS[name], chip, url, hint)
    return Task(WORDS[name], Chip("Fait", "good") if done else Chip("À compléter", "warning"), url, hint)


def followed(filing: Filing) -> HttpResponse:
    application = filing.application
    notified = application.state == State.NOTIFIED
    written = list(Message.objects.of(filing.owner).filter(application=application))
    return filing.page(
        "file",
        chip=state_chip(application),
        events=_events(filing),
        correction=open_correction(application),
        messages_=written,
        message_form=MessageForm(),
        pieces=[(piece, scan_words(piece)) for piece in filing.standing.pieces],
        decided=_decided(filing) if notified else None,
        letters=sent_letters(application) if notified else [],
        is_over=notified,
    )


def _events(filing: Filing) -> list[Event]:
    application = filing.application

    def told_on(at: datetime | None, what: str) -> Event:
        if at is None:
            return Event("", what, done=False)
        day = at.astimezone(filing.owner.zone)
        return Event(long_date(day.date(), filing.locale), what, day.date().isoformat())

    found = [told_on(application.submitted_at, "Demande déposée")]
    if application.instruction_at:
        found.append(told_on(application.instruction_at, "Examen commencé"))
    for one in Correction.objects.of(filing.owner).filter(application=application):
        found.append(told_on(one.asked_at, "Question du service"))
        if one.answered_at:
            found.append(told_on(one.answered_at, "Votre réponse"))
    found.append(told_on(application.notified_at, "Décision"))
    return found


def _decided(filing: Filing) -> dict[str, object]:
    decision = Decision.objects.of(filing.owner).select_related("version").get(application=filing.application)
    amount = Money(decision.awarded, decision.currency).format(filing.locale) if decision.awarded else ""
    try:
        answer = schemes.decide(decision.version, decision.facts, on=decision.applied_on)
        reasons = told.reasons(answer, filing.locale)
    except bareme.BaremeError:  # the words kept with the decision say it too
        reasons = []
    return {
        "decision": decision,
        "amount": amount,
        "reasons": reasons,
        "sentences": decision.sentences,
        "letters": list(_letters(filing)),
    }


def _letters(filing: Filing) -> QuerySet[Letter]:
    """The letters of the decision that stand, once it is notified."""
    rows = Letter.objects.of(filing.owner).filter(
        application=filing.application,
        application__state=State.NOTIFIED,
        superseded_at__isnull=True,
        erased_at__isnull=True,
        file__isnull=False,
    )
    return rows.select_related("file")


@require_safe
def letter(request: HttpRequest, authority: str, number: str, letter: int) -> HttpResponseBase:
    """A letter of the decision, to keep."""
    filing = Filing(request, authority, number, draft=False)
    found = _letters(filing).filter(pk=letter).first()
    if found is None or found.file is None:
        raise Missing("Cette lettre n’existe pas, ou n’est pas encore notifiée.")
    return file_response(found.file)


@require_POST
def message(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """A word to the service."""
    filing = Filing(request, authority, number, draft=False)
    form = MessageForm(request.POST)
    if filing.application.state == State.DRAFT:
        raise Missing("Le service lit vos messages une fois la demande déposée.")
    if not form.is_valid():
        return filing.page("message", form)
    actions.write(application=filing.application, text=form.cleaned_data["text"], by=None, at=filing.now)
    messages.success(request, "Votre message est envoyé.")
    return redirect(filing.url("file"))


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """Answer what an officer asked: the answers to review, the pieces, a word."""
    filing = Filing(request, authority, number, draft=False)
    correction = open_correction(filing.application)
    if correction is None:
        raise Missing("Le service n’attend pas de réponse de vous.")
    state = filing.standing.state
    forms = _correction_forms(filing, correction, state)
    words = MessageForm(request.POST if filing.posted else None)
    words.fields["text"].label = "Votre réponse"
    words.fields["text"].required = not (forms or correction.pieces)
    if filing.posted and all(form.is_valid() for _, form in forms) and words.is_valid():
        facts = state.facts
        for _, form in forms:
            for path, value in form.facts.items():
                facts = known_facts.put(facts, path, value)
        changed = {known_facts.top(page.key): facts[known_facts.top(page.key)] for page, _ in forms}
        actions.answer_correction(
            correction=correction, text=words.cleaned_data["text"], facts=changed, at=filing.now
        )
        messages.success(request, "Votre réponse est envoyée. L’examen reprend.")
        return redirect(filing.url("file"))
    asked = {one.key: one.label for one in schemes.pieces_of(filing.application.call)}
    response = filing.page(
        "correct",
        words,
        correction=correction,
        forms=forms,
        pieces=[asked.get(key, key) for key in correction.pieces],
    )
    if filing.posted:
        response.status_code = 422
    return response


def _correction_forms(
    filing: Filing, correction: Correction, state: pages.State
) -> list[tuple[pages.Page, PageForm]]:
    """One form for each question to review; a list is told in words, and the officer changes it."""
    scheme = state.scheme
    keys = [
        key
        for name in correction.facts
        for key in dict.fromkeys(
            pages.key_of(scheme, path) for path in scheme.inputs if known_facts.top(path) == name
        )
    ]
    found = []
    for key in keys:
        asked = page_or_missing(state, key)
        form = PageForm(
            asked, filing.request.POST if filing.posted else None, known=state.facts, locale=filing.locale
        )
        form.prefix = key.replace(".", "-")
        found.append((asked, form))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest, authority: str) -> HttpResponse:
    """A lost link: another one is mailed. The answer is the same whoever asks."""
    owner = authority_called(authority)
    known = {"number": request.GET.get("demande", "")[:20]}
    form = FindForm(request.POST if request.method == "POST" else None, initial=known)
    sent = False
    if request.method == "POST" and form.is_valid():
        said_ = form.cleaned_data
        links.find_again(authority=owner, number=said_["number"], mail=said_["mail"], at=timezone.now())
        sent = True
    context = {"authority": owner, "form": form, "sent": sent}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "applications/public/find.html", context, status=status)


@require_POST
def leave(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """Forget the file on this device: on a computer that others use."""
    filing = Filing(request, authority, number, draft=False)
    response = redirect("applications:calls", filing.owner.slug)
    forget_key(response, filing.application)
    messages.success(request, "Cet appareil n’ouvre plus votre demande. Le lien reçu par courriel la rouvre.")
    return response
