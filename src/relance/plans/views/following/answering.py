"""A lead answers from a mail, without an account: one measure, once, until the link expires.

Opening the link changes nothing, as programs that examine mails follow links; the button does.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from relance.kernel.permissions import authority_called
from relance.plans.actions.following import writing
from relance.plans.forms.following.news import NewsForm
from relance.plans.models import NewsRequest, Status
from relance.plans.queries.following.news import public_updates, request_called
from relance.plans.rules.following.addresses import news_answer_path


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def news_answer(request: HttpRequest, authority: str, token: str) -> HttpResponse:
    """One button when the mail's link says the answer; else a short form. Then thanks."""
    owner = authority_called(authority)
    asked = request_called(owner, token)
    now = timezone.now()
    try:
        writing.check_open(asked, now)
    except writing.LinkIsOver as over:
        return _page(request, asked, over=str(over), status=200 if asked.answered_at else 410)
    if request.method != "POST":
        chosen = request.GET.get("etat", "")
        known = chosen in Status.values and Status(chosen) not in writing.NEED_WORDS
        form = NewsForm(initial={"etat": chosen} if known else None)
        return _page(request, asked, form=form, chosen=Status(chosen) if known else None)
    form = NewsForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, form=form, status=422)
    try:
        writing.answer(
            request=asked,
            at=now,
            status=Status(form.cleaned_data["etat"]),
            words=form.cleaned_data["words"],
        )
    except writing.LinkIsOver as over:  # the same answer sent twice at once
        return _page(request, asked, over=str(over))
    return redirect(news_answer_path(owner.slug, token))


def _page(
    request: HttpRequest,
    asked: NewsRequest,
    *,
    form: NewsForm | None = None,
    chosen: Status | None = None,
    over: str = "",
    status: int = 200,
) -> HttpResponse:
    last = public_updates(asked.measure, most=1)
    return render(
        request,
        "plans/following/answer.html",
        {
            "authority": asked.authority,
            "asked": asked,
            "measure": asked.measure,
            "plan": asked.measure.plan,
            "form": form,
            "chosen": chosen,
            "last": last[0] if last else None,
            "over": over,
            "expires": asked.expires_at.astimezone(asked.authority.zone).date(),
        },
        status=status,
    )
