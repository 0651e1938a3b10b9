"""What changed in a plan, for everybody: a page and an Atom feed."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from relance.kernel.permissions import authority_called
from relance.plans.models import Change, Plan
from relance.plans.queries import published_plan
from relance.plans.queries.following.asking import late_count, late_measures, today_of
from relance.plans.queries.following.news import public_changes, public_pauses
from relance.plans.queries.following.readers import public_answers
from relance.plans.queries.running.public import late_by_dates, lateness_of
from relance.plans.queries.running.telling import because_words
from relance.plans.rules.following.addresses import changes_path
from relance.values.typography import NBSP, locale_of

A_PAGE = 30
IN_FEED = 50


@require_safe
def changes(request: HttpRequest, authority: str, plan: str) -> HttpResponse:
    """What changed, with its differences; what is late and why; and what readers were answered."""
    owner = authority_called(authority)
    found = published_plan(authority=owner, slug=plan)
    today = today_of(owner, timezone.now())
    behind = late_by_dates(found, today)
    return render(
        request,
        "plans/following/changes.html",
        {
            "authority": owner,
            "plan": found,
            "page": Paginator(public_changes(found), A_PAGE).get_page(request.GET.get("page")),
            "behind": [
                (
                    one,
                    [because_words(because, locale_of(owner.locale), public=True) for because in one.because],
                )
                for one in lateness_of(found, list(behind[:A_PAGE]), today)
            ],
            "behind_count": behind.count(),
            "late": list(late_measures(found, today, most=A_PAGE).items()),
            "late_count": late_count(found, today),
            "paused": public_pauses(found, today)[:A_PAGE],
            "answers": public_answers(found)[:A_PAGE],
        },
    )


class ChangesFeed(Feed[Change, Plan]):
    """The same as Atom (RFC 4287), newest first."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Plan:
        return published_plan(authority=authority_called(kwargs["authority"]), slug=kwargs["plan"])

    def title(self, plan: Plan) -> str:
        return f"{plan.title}{NBSP}: ce qui a changé"

    def link(self, plan: Plan) -> str:
        return f"{settings.PUBLIC_URL}{changes_path(plan.authority.slug, plan.slug)}"

    def feed_guid(self, plan: Plan) -> str:
        return f"urn:uuid:{plan.key}"

    def author_name(self, plan: Plan) -> str:
        return plan.authority.name

    def items(self, plan: Plan) -> Any:
        return public_changes(plan)[:IN_FEED]

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        """Plain words: a reader's message is never markup."""
        lines = [
            f"{one['label']}{NBSP}: "
            f"{one['before'] + ' → ' if one['before'] else ''}{one['after']}"
            f"{' (' + one['by'] + ')' if one.get('by') else ''}"
            for one in item.differences
        ]
        return "\n".join([*lines, *([item.reason] if item.reason else []), item.words]).strip()

    def item_link(self, item: Change) -> str:
        return f"{settings.PUBLIC_URL}{item.path or changes_path(item.plan.authority.slug, item.plan.slug)}"

    def item_guid(self, item: Change) -> str:
        return f"urn:uuid:{item.key}"

    def item_pubdate(self, item: Change) -> datetime:
        return item.at

    def item_updateddate(self, item: Change) -> datetime:
        return item.at


changes_atom = require_safe(ChangesFeed())
