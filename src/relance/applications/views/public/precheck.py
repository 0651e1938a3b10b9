"""Am I entitled, and to how much? Without account; answers stay in the browser, signed, for two hours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import bareme
from relance.applications.forms.answers import PageForm
from relance.applications.forms.applicant import NumberForm
from relance.applications.queries.asking import is_for_people, looked_up, state_of_check, version_of
from relance.applications.rules import told
from relance.applications.rules.asking import facts as known_facts
from relance.applications.rules.asking import pages, said
from relance.applications.rules.asking.pages import State
from relance.applications.views.public.asking import add_row, page_or_missing, remove_row, rows_of
from relance.applications.views.public.trail import Trail, forget_trail, keep_trail, trail_of
from relance.directory.queries import RegisteredFacts
from relance.kernel.components import Answer
from relance.schemes import queries as schemes
from relance.schemes.models import Call, SchemeVersion
from relance.schemes.permissions import public_call
from relance.values.typography import locale_of

TOO_MUCH = "Vos réponses sont trop nombreuses pour cet essai. Déposez une demande\u00a0: elle les garde."


class Check:
    """One browser in the pre-check of one call."""

    def __init__(self, request: HttpRequest, authority: str, call: str) -> None:
        self.request = request
        self.call: Call = public_call(request.user, authority, call)
        self.locale = locale_of(self.call.authority.locale)
        self.today = schemes.call_today(self.call, timezone.now())
        self.version: SchemeVersion = version_of(self.call, self.today)
        self.trail: Trail = trail_of(request)
        self.register: RegisteredFacts | None = looked_up(self.trail.number)

    @property
    def state(self) -> State:
        return state_of_check(
            self.version,
            today=self.today,
            declared=self.trail.facts,
            skipped=frozenset(self.trail.skipped),
            register=self.register,
        )

    def url(self, name: str, *more: object) -> str:
        return reverse(f"applications:{name}", args=[self.call.authority.slug, self.call.slug, *more])

    def onward(self) -> str:
        """The next question, or the answer."""
        page = pages.next_page(self.state)
        return self.url("check_page", page.key) if page else self.url("check_answer")

    def kept(self, to: str) -> HttpResponse:
        response = redirect(to)
        if not keep_trail(response, self.request, self.call, self.trail):
            return render(
                self.request, "applications/public/too_much.html", self.context(sentence=TOO_MUCH), status=422
            )
        return response

    def context(self, **more: object) -> dict[str, object]:
        return {"authority": self.call.authority, "call": self.call, "checking": True, **more}

    def before(self, key: str) -> str:
        """The page before this one."""
        seen = self.trail.pages
        place = seen.index(key) if key in seen else len(seen)
        return self.url("check_page", seen[place - 1]) if place else self.url("check")


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, authority: str, call: str) -> HttpResponse:
    """Begin: the number of the firm, if it has one at hand, spares questions."""
    check = Check(request, authority, call)
    if is_for_people(check.version):
        return redirect(check.onward())
    form = NumberForm(check.call.authority.country, request.POST if request.method == "POST" else None)
    if request.method == "POST" and "sans" in request.POST:
        check.trail.number = ""
        check.register = None
        return check.kept(check.onward())
    if request.method == "POST" and form.is_valid():
        check.trail.number = form.cleaned_data["number"]
        check.register = looked_up(check.trail.number)
        return check.kept(check.url("check_firm"))
    status = 422 if form.is_bound else 200
    return render(request, "applications/public/number.html", check.context(form=form), status=status)


@require_safe
def firm(request: HttpRequest, authority: str, call: str) -> HttpResponse:
    """What the register says of the number: is it them?"""
    check = Check(request, authority, call)
    context = check.context(
        number=check.trail.number, register=check.register, onward=check.onward(), back=check.url("check")
    )
    return render(request, "applications/public/firm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, authority: str, call: str, page: str) -> HttpResponse:
    """One question."""
    check = Check(request, authority, call)
    asked = page_or_missing(check.state, page)
    posted = request.method == "POST"
    if posted and "sauter" in request.POST:
        check.trail.facts = known_facts.drop(check.trail.facts, page)
        check.trail.went_through(page, skipped=True)
        return check.kept(check.onward())
    if posted and asked.many and "fini" in request.POST:
        check.trail.facts.setdefault(page, [])
        check.trail.went_through(page, skipped=False)
        return check.kept(check.onward())
    if posted and "retirer" in request.POST:
        check.trail.facts = remove_row(check.trail.facts, page, request.POST["retirer"])
        return check.kept(check.url("check_page", page))
    form = PageForm(asked, request.POST if posted else None, known=check.trail.facts, locale=check.locale)
    if posted and form.is_valid():
        if asked.many:
            added = add_row(check.trail.facts, page, form.facts)
        else:
            added = check.trail.facts
            for path, value in form.facts.items():
                added = known_facts.put(added, path, value)
        try:
            pages.decision_of(check.state.answering(added))
        except bareme.FactsError as error:  # what our own reading let pass
            form.add_error(None, str(error))
        else:
            check.trail.facts = added
            if asked.many:
                return check.kept(check.url("check_page", page))
            check.trail.went_through(page, skipped=False)
            return check.kept(check.onward())
    context = check.context(
        page=asked,
        form=form,
        rows=rows_of(asked, check.trail.facts, check.locale),
        back=check.before(page),
        may_skip=not asked.many,
        asked=len(check.trail.pages),
        left=len(pages.still_to_ask(check.state)),
    )
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "applications/public/question.html", context, status=status)


@require_safe
def answer(request: HttpRequest, authority: str, call: str) -> HttpResponse:
    """The answer, why, and what one may do now."""
    check = Check(request, authority, call)
    state = check.state
    decision = pages.decision_of(state)
    context = check.context(
        said=told.said(decision, check.locale, all_answered=not pages.left(state)),
        reasons=told.reasons(decision, check.locale),
        waiting=pages.waiting(state),
        answers=[
            Answer(
                line.question,
                line.answer,
                check.url("check_page", line.key) if line.source == "declared" else "",
            )
            for line in said.summary(state, check.locale)
        ],
        register=check.register,
        skipped=[
            page_or_missing(state, key) for key in check.trail.skipped if key in pages.still_to_ask(state)
        ],
        version=check.version,
        assumes=state.assumes_no_award,
        on=state.on,
        is_open=check.call.is_open(check.today),
    )
    return render(request, "applications/public/answer.html", context)


@require_POST
def again(request: HttpRequest, authority: str, call: str) -> HttpResponse:
    """Forget all answers and begin again."""
    check = Check(request, authority, call)
    response = redirect(check.url("check"))
    forget_trail(response, check.call)
    return response
