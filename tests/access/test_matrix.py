"""The matrix does see what is wrong: tried on views made for it."""

from collections.abc import Callable
from types import ModuleType

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe
from pytest_django import Settings

from relance.kernel.permissions import authority_for
from relance.kernel.rules import Right, Role
from relance.urls import urlpatterns
from tests.access import matrix
from tests.access.matrix import PUBLIC, SIGNED_IN, Access, Side, World
from tests.support.cast import Cast

View = Callable[..., HttpResponse]
EDITORS = {Role.EDITOR, Role.PLAN_LEAD}


@pytest.fixture
def world(cast: Cast) -> World:
    return matrix.bare(cast)


@pytest.fixture
def serve(settings: Settings) -> Callable[[View], None]:
    """Puts a view at `/essai/<authority>/<number>/`, in place of nothing."""

    def at(view: View) -> None:
        module = ModuleType("urls_of_a_test")
        address = path("essai/<slug:authority>/<int:number>/", view, name="essai")
        module.__dict__["urlpatterns"] = [*urlpatterns, address]
        settings.ROOT_URLCONF = module

    return at


def here(side: Side) -> dict[str, object]:
    return {"authority": side.authority.slug, "number": side.authority.pk}


@require_safe
def careful(request: HttpRequest, authority: str, number: int) -> HttpResponse:
    town = authority_for(request.user, authority, Right.EDIT_PLANS)
    return HttpResponse(status=200 if number == town.pk else 404)


def test_a_careful_view_is_as_written(serve: Callable[[View], None], world: World) -> None:
    serve(careful)

    assert matrix.wrong_cells("essai", [Access(EDITORS, here)], world) == []


def test_a_role_too_many_or_too_few_is_seen(serve: Callable[[View], None], world: World) -> None:
    serve(careful)

    few = matrix.wrong_cells("essai", [Access({Role.EDITOR}, here)], world)
    many = matrix.wrong_cells("essai", [Access(EDITORS | {Role.READER}, here)], world)

    assert [line.partition(": ")[2] for line in few] == ["plan_lead of the town: refused expected, in"]
    assert [line.partition(": ")[2] for line in many] == ["reader of the town: in expected, refused"]


def test_an_open_door_is_seen_for_everybody(serve: Callable[[View], None], world: World) -> None:
    @require_safe
    def careless(request: HttpRequest, authority: str, number: int) -> HttpResponse:
        return HttpResponse()

    serve(careless)

    wrong = "\n".join(matrix.wrong_cells("essai", [Access(EDITORS, here)], world))

    for who in ("reader of the town", "administrator of another town", "stranger", "anonymous"):
        assert f"{who}: refused expected, in" in wrong
    assert "editor of Valmont: refused expected, in" in wrong


def test_a_row_of_another_town_behind_ones_own_address_is_seen(
    serve: Callable[[View], None], world: World
) -> None:
    @require_safe
    def forgetful(request: HttpRequest, authority: str, number: int) -> HttpResponse:
        authority_for(request.user, authority, Right.EDIT_PLANS)
        return HttpResponse()

    serve(forgetful)

    wrong = matrix.wrong_cells("essai", [Access(EDITORS, here)], world)

    mixed = f"get /essai/{world.valmont.authority.slug}/{world.brumes.authority.pk}/"
    assert [line for line in wrong if line.startswith(mixed)] == wrong
    assert len(wrong) == len(EDITORS)


def test_a_method_that_nobody_mentioned_is_seen(serve: Callable[[View], None], world: World) -> None:
    def anything(request: HttpRequest, authority: str, number: int) -> HttpResponse:
        return HttpResponse()

    serve(anything)

    wrong = matrix.wrong_cells("essai", [Access(PUBLIC, here)], world)

    assert any("no Access mentions post, yet: in" in line for line in wrong)


def test_a_view_that_crashes_is_seen(serve: Callable[[View], None], world: World) -> None:
    @require_safe
    def broken(request: HttpRequest, authority: str, number: int) -> HttpResponse:
        raise ValueError("boum")

    serve(broken)

    wrong = matrix.wrong_cells("essai", [Access(SIGNED_IN, here)], world)

    assert any("raised ValueError: boum" in line for line in wrong)
