"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, object]:
    """`demo`: whether the demo's banner is shown; `authority`: of the page, set by its view."""
    return {"demo": settings.DEMO}
