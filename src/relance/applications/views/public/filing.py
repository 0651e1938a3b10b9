"""A file from its first page to its deposit: one thing a page, each kept as soon as it is said."""

from contextlib import suppress
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from relance.applications import actions
from relance.applications.actions import links, supplying
from relance.applications.forms.answers import PageForm
from relance.applications.forms.applicant import BankForm, MonthForm, NumberForm, WhoForm
from relance.applications.models import Application, State
from relance.applications.permissions import application_by_link
from relance.applications.queries import steps
from relance.applications.queries.asking import is_for_people, looked_up, version_of
from relance.applications.rules.asking import facts as known_facts
from relance.applications.views.public.asking import add_row, page_or_missing, remove_row, rows_of
from relance.applications.views.public.trail import (
    file_of,
    file_path,
    forget_trail,
    keep_key,
    token_of,
    trail_of,
)
from relance.kernel.errors import Missing, Refused
from relance.schemes import queries as schemes
from relance.schemes.permissions import public_call
from relance.values.typography import locale_of, month

Both = require_http_methods(["GET", "HEAD", "POST"])


class Filing:
    """One browser filling in one file."""

    def __init__(self, request: HttpRequest, authority: str, number: str, *, draft: bool = True) -> None:
        self.request = request
        self.now = timezone.now()
        self.application: Application = file_of(request, authority, number)
        self.owner = self.application.authority
        self.locale = locale_of(self.owner.locale)
        self.today = schemes.call_today(self.application.call, self.now)
        self.posted = request.method == "POST"
        if draft and self.application.state != State.DRAFT:
            raise Missing("Cette demande est déposée. Sa page dit où elle en est.")

    @property
    def standing(self) -> steps.Standing:
        return steps.standing_of(self.application, self.today)

    def url(self, name: str, *more: object) -> str:
        return reverse(f"applications:{name}", args=[self.owner.slug, self.application.number, *more])

    def step_url(self, name: str, standing: steps.Standing) -> str:
        if name == steps.QUESTIONS:
            page = standing.unanswered[0] if standing.unanswered else None
            return self.url("file_page", page) if page else self.url("file")
        return self.url(f"file_{name}")

    def onward(self, done: str) -> HttpResponse:
        """To the next thing that is not done."""
        standing = steps.standing_of(self.application, self.today)
        return redirect(self.step_url(standing.next_after(done), standing))

    def page(self, template: str, form: object = None, **more: object) -> HttpResponse:
        wrong = bool(getattr(form, "is_bound", False) and getattr(form, "errors", None))
        context = {
            "authority": self.owner,
            "application": self.application,
            "call": self.application.call,
            "form": form,
            "file_url": self.url("file"),
            "back": self.url("file"),
            **more,
        }
        return render(
            self.request, f"applications/public/{template}.html", context, status=422 if wrong else 200
        )


@Both
def start(request: HttpRequest, authority: str, call: str) -> HttpResponse:
    """Begin a file, with what the pre-check of this browser already knows."""
    found = public_call(request.user, authority, call)
    now = timezone.now()
    today = schemes.call_today(found, now)
    trail = trail_of(request)
    if request.method != "POST":
        context = {
            "authority": found.authority,
            "call": found,
            "is_open": found.is_open(today),
            "answered": len(trail.pages),
        }
        return render(request, "applications/public/start.html", context)
    version = version_of(found, today)
    kind = "person" if is_for_people(version) else "organisation"
    try:
        application, token = actions.start(call=found, applicant_kind=kind, at=now)
    except actions.CallNotOpen as error:
        raise Refused(str(error)) from error
    if trail.number:
        take_number(application, trail.number, at=now)
    if trail.facts:
        with suppress(actions.FactRefused):  # the rules changed since: they are asked again
            actions.answer(application=application, facts=_whole(application, trail.facts), at=now)
    standing = steps.standing_of(application_by_link(authority, token), today)
    response = redirect(_first(standing))
    keep_key(response, request, application, token)
    forget_trail(response, found)
    return response


def _whole(application: Application, declared: dict[str, object]) -> dict[str, object]:
    """Declared facts by their top name, with what the register said beside them."""
    both = known_facts.merged(application.registered, declared)
    return {name: both[name] for name in declared}


def _first(standing: steps.Standing) -> str:
    application = standing.application
    first = standing.steps[0][0] if not standing.steps[0][1] else standing.next_after(standing.steps[0][0])
    name = "file" if first == steps.QUESTIONS else f"file_{first}"
    return reverse(f"applications:{name}", args=[application.authority.slug, application.number])


def take_number(application: Application, number: str, *, at: datetime) -> None:
    """Keep the number of a firm with what the register says of it."""
    register = looked_up(number)
    name = register.name if register and register.name else ""
    where = f"{register.postcode} {register.commune_name}".strip() if register else ""
    address = "\n".join(filter(None, (register.address, where))) if register and register.public else ""
    known = {"name": name or number, "number": number}
    known["commune"] = register.commune_name if register else ""
    if address:
        known["address"] = address
    actions.identify_applicant(application=application, at=at, by=None, **known)
    supplying.ask_register(application=application, number=number, at=at)


@Both
def number(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """The number of the firm."""
    filing = Filing(request, authority, number)
    known = filing.standing.identity
    initial = {"number": known.number if known else ""}
    form = NumberForm(filing.owner.country, request.POST if filing.posted else None, initial=initial)
    if filing.posted and "sans" in request.POST:
        supplying.ask_register(application=filing.application, number="", at=filing.now)
        return filing.onward(steps.NUMBER)
    if filing.posted and form.is_valid():
        take_number(filing.application, form.cleaned_data["number"], at=filing.now)
        return redirect(filing.url("file_firm"))
    return filing.page("number", form)


@require_http_methods(["GET", "HEAD"])
def firm(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """What the register says of the number."""
    filing = Filing(request, authority, number)
    standing = filing.standing
    known = standing.identity.number if standing.identity else ""
    onward = filing.step_url(standing.next_after(steps.NUMBER), standing)
    return filing.page(
        "firm", number=known, register=looked_up(known), onward=onward, back=filing.url("file_number")
    )


@Both
def who(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """Who applies. The link to come back is mailed as soon as an address is known."""
    filing = Filing(request, authority, number)
    standing = filing.standing
    known = standing.identity
    names = ("name", "represented_by", "mail", "phone", "address")
    initial = {name: getattr(known, name) for name in names} if known else {}
    if known and known.name == known.number:  # the register did not give one
        initial["name"] = ""
    form = WhoForm(request.POST if filing.posted else None, initial=initial, person=standing.people)
    if filing.posted and form.is_valid():
        actions.identify_applicant(application=filing.application, at=filing.now, **form.cleaned_data)
        if not known or known.mail != form.cleaned_data["mail"]:
            mail_draft(filing)
        return filing.onward(steps.WHO)
    return filing.page(
        "form", form, title="Qui demande\u00a0?" if not standing.people else "Qui êtes-vous\u00a0?"
    )


def mail_draft(filing: Filing) -> None:
    application = filing.application
    links.mail_link(
        application=application,
        url=links.link_url(application, token_of(filing.request)),
        subject=f"reprendre votre demande {application.number}",
        lines=[
            "Bonjour,",
            (
                f"Vous avez commencé la demande {application.number} ({application.call.title}). "
                "Elle n’est pas encore déposée. Ce lien la rouvre, sur cet appareil ou un autre\u00a0:"
            ),
        ],
    )


@Both
def month_aided(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """The month helped, where the scheme applies by it."""
    filing = Filing(request, authority, number)
    if not filing.standing.needs_month:
        raise Missing("Ce dispositif n’aide pas par mois.")
    chosen = filing.application.month_aided
    form = MonthForm(
        months_of(filing.application, filing.today),
        request.POST if filing.posted else None,
        initial={"month": chosen.isoformat() if chosen else ""},
    )
    if filing.posted and form.is_valid():
        day = date.fromisoformat(form.cleaned_data["month"])
        actions.answer(application=filing.application, facts={}, month_aided=day, at=filing.now)
        filing.application.month_aided = day
        return filing.onward(steps.MONTH)
    return filing.page("form", form, title="Pour quel mois\u00a0?")


def months_of(application: Application, today: date) -> list[tuple[str, str]]:
    """The last twelve months and the next one, within the validity of the rules."""
    locale = locale_of(application.authority.locale)
    first = today.replace(day=1)
    found = []
    day = (first + timedelta(days=32)).replace(day=1)
    for _ in range(14):
        version = application.version
        if day >= version.valid_from and (version.valid_to is None or day <= version.valid_to):
            found.append((day.isoformat(), month(day, locale).capitalize()))
        day = (day - timedelta(days=1)).replace(day=1)
    return found


@Both
def page(request: HttpRequest, authority: str, number: str, page: str) -> HttpResponse:
    """One question of the scheme."""
    filing = Filing(request, authority, number)
    application, standing = filing.application, filing.standing
    state = standing.state
    asked = page_or_missing(state, page)
    posted = request.POST if filing.posted else None
    if posted and asked.many and "fini" in posted:
        return _answered(filing, known_facts.get(state.facts, page) or [], page)
    if posted and "retirer" in posted:
        rows = remove_row(application.facts, page, posted["retirer"])
        _keep(filing, {page: rows[page]})
        return redirect(filing.url("file_page", page))
    form = PageForm(asked, posted, known=state.declared, locale=filing.locale)
    if filing.posted and form.is_valid():
        try:
            if asked.many:
                _keep(filing, {page: add_row(application.facts, page, form.facts)[page]})
                return redirect(filing.url("file_page", page))
            facts = state.facts
            for path, value in form.facts.items():
                facts = known_facts.put(facts, path, value)
            top = known_facts.top(page)
            return _answered(filing, facts[top], top)
        except actions.FactRefused as error:
            form.add_error(None, str(error))
    return filing.page(
        "question",
        form,
        page=asked,
        rows=rows_of(asked, application.facts, filing.locale),
        may_skip=False,
        left=len(standing.unanswered),
    )


def _answered(filing: Filing, value: object, top: str) -> HttpResponse:
    _keep(filing, {top: value})
    standing = filing.standing
    if standing.unanswered:
        return redirect(filing.url("file_page", standing.unanswered[0]))
    return redirect(filing.step_url(standing.next_after(steps.QUESTIONS), standing))


def _keep(filing: Filing, facts: dict[str, object]) -> None:
    row = actions.answer(application=filing.application, facts=facts, at=filing.now)
    filing.application.facts, filing.application.sources = row.facts, row.sources


@Both
def account(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """Where the aid would be paid; it may be told later."""
    filing = Filing(request, authority, number)
    standing = filing.standing
    if filing.posted and "plus-tard" in request.POST:
        return filing.onward(steps.ACCOUNT)
    holder = (
        standing.account.holder if standing.account else (standing.identity.name if standing.identity else "")
    )
    form = BankForm(filing.owner.country, request.POST if filing.posted else None, initial={"holder": holder})
    if filing.posted and form.is_valid():
        kind = "canadian" if filing.owner.country == "CA" else "iban"
        supplying.give_account(
            application=filing.application,
            holder=form.cleaned_data["holder"],
            number=form.cleaned_data["number"],
            kind=kind,
            at=filing.now,
        )
        return filing.onward(steps.ACCOUNT)
    return filing.page("account", form, known=standing.account)


@require_http_methods(["GET", "HEAD"])
def link(request: HttpRequest, authority: str, signed: str) -> HttpResponseBase:
    """A mailed link: gives this browser the key of the file, and leads to it."""
    token = links.secret_of(signed)
    application = application_by_link(authority, token)
    if application.erased_at:
        raise Missing("Cette demande n’est plus conservée.")
    response = redirect(file_path(application))
    keep_key(response, request, application, token)
    return response
