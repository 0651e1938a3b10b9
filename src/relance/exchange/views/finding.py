"""The public search, its map, and what makes the page installable."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from relance.exchange.forms.finding import FindForm
from relance.exchange.models import Seller
from relance.exchange.permissions import tasks_of
from relance.exchange.queries import finding
from relance.exchange.queries.cycles import cycles_to_order
from relance.exchange.queries.staff import shops_of
from relance.exchange.rules import categories, mapping
from relance.exchange.views.common import home_of, public_page
from relance.kernel.models import Account, Authority
from relance.kernel.permissions import authority_called, may
from relance.kernel.rules import Right

A_PAGE = finding.A_PAGE


@require_safe
def find(request: HttpRequest, authority: str) -> HttpResponse:
    """One search over shops, products, services and offers, as a list or on a map."""
    who = authority_called(authority)
    form = FindForm(request.GET)
    asked = form.asked
    now = timezone.now()
    page = _page(request.GET.get("page", ""))
    context = {
        "authority": who,
        "form": form,
        "asked": asked,
        "on_map": request.GET.get("vue") == "carte",
        "kept": _kept(request, "vue", "page"),
        "shelves": categories.choices(),
        "began": bool(request.GET),
        "mine": _mine(request, who),
        "cycles": [] if request.GET else cycles_to_order(who, at=now)[:5],
        "runs_exchange": may(request.user, Right.RUN_EXCHANGE, who),
    }
    if context["on_map"]:
        drawn = mapping.drawing(
            finding.points(authority=who, asked=asked, at=now), tiles=bool(settings.TILES)
        )
        context |= {"drawing": drawn, "tiles": _tiles(drawn), "credit": settings.TILES_CREDIT}
    else:
        found = finding.find(authority=who, asked=asked, at=now, page=page)
        pages = Paginator(range(found.total), A_PAGE).get_page(page)
        context |= {"found": found, "pages": pages, "exact": _kept(request, "page") + "&exact=1"}
    return public_page(request, "exchange/find.html", context)


@require_safe
def criteria(request: HttpRequest, authority: str) -> HttpResponse:
    """How finds are ranked, who sells, what becomes of what one types: what the law asks to say."""
    return render(request, "exchange/criteria.html", {"authority": authority_called(authority)})


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest, authority: str) -> HttpResponse:
    """What a phone needs to keep the page among its own (W3C Web Application Manifest)."""
    who = authority_called(authority)
    home = reverse("exchange:find", args=[who.slug])
    icon = {"src": static("relance/relance.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    answer = JsonResponse(
        {
            "name": f"Commerces de {who.name}",
            "short_name": "Commerces",
            "lang": who.locale,
            "start_url": home,
            "scope": home,
            "display": "standalone",
            "background_color": "#fbfaf7",
            "theme_color": who.colour or "#0b5563",
            "icons": [icon],
        }
    )
    answer["Content-Type"] = "application/manifest+json"
    return answer


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest, authority: str) -> HttpResponse:
    """The script that keeps the last results; served here so that it may answer for these pages."""
    who = authority_called(authority)
    urls = {
        "offline": reverse("exchange:offline", args=[who.slug]),
        "home": reverse("exchange:find", args=[who.slug]),
        "sheet": static("relance/relance.css"),
        "script": static("relance/relance.js"),
        "own": static("exchange/exchange.js"),
    }
    return render(request, "exchange/worker.js", {"urls": urls}, content_type="text/javascript")


@require_safe
def offline(request: HttpRequest, authority: str) -> HttpResponse:
    """What is shown when the network is away and the page was not kept."""
    return render(request, "exchange/offline.html", {"authority": authority_called(authority)})


def _page(asked: str) -> int:
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 4 and int(asked) else 1


def _kept(request: HttpRequest, *without: str) -> str:
    """The address as it is, without these words: "?q=pain"."""
    query = request.GET.copy()
    for name in without:
        query.pop(name, None)
    return f"?{query.urlencode()}"


def _mine(request: HttpRequest, who: Authority) -> list[tuple[Seller, str]]:
    """Shops in which this person works, each with the page where one begins."""
    if not isinstance(request.user, Account):
        return []
    return [(one, home_of(tasks_of(request.user, one))) for one in shops_of(request.user, who)]


def _tiles(drawn: mapping.Drawing) -> list[tuple[mapping.Tile, str]]:
    return [
        (
            tile,
            settings.TILES.replace("{z}", str(tile.z))
            .replace("{x}", str(tile.x))
            .replace("{y}", str(tile.y)),
        )
        for tile in drawn.tiles
    ]
