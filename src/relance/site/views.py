"""Pages that join what the apps keep apart."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from relance.kernel.models import Authority


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The authorities of this installation."""
    return render(request, "site/home.html", {"authorities": Authority.objects.all()})
