"""Contrast: computed, and put right when an authority's colour lacks it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.kernel import tokens
from relance.kernel.colour import (
    DARK,
    ENOUGH,
    LIGHT,
    ON_DARK,
    ON_LIGHT,
    NotAColour,
    accent,
    contrast,
    hexadecimal,
    style_sheet,
    worst,
)

COLOURS = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_a_grey_has_the_contrast_that_everybody_measures() -> None:
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@given(COLOURS, COLOURS)
def test_contrast_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0001


@given(COLOURS, st.booleans())
def test_every_colour_becomes_one_that_can_be_read(colour: str, dark: bool) -> None:
    found = accent(colour, dark=dark)

    assert worst(found.colour, DARK if dark else LIGHT) >= ENOUGH
    assert contrast(found.colour, found.on) >= ENOUGH


def test_a_good_colour_is_left_alone() -> None:
    found = accent("#0b5563")

    assert found.colour == "#0b5563"
    assert not found.corrected


def test_a_pale_yellow_is_darkened_and_says_so() -> None:
    found = accent("#ffee55")

    assert found.corrected
    assert contrast(found.colour, "#ffffff") >= ENOUGH


@pytest.mark.parametrize("wrong", ["red", "#fff", "#12345g", "", "#0b5563;}"])
def test_what_is_no_colour_is_refused(wrong: str) -> None:
    with pytest.raises(NotAColour):
        style_sheet(wrong)


def test_the_sheet_of_an_accent_holds_both_schemes() -> None:
    sheet = style_sheet("#ffcc00")

    assert "prefers-color-scheme:dark" in sheet
    assert set(re.findall(r"#[0-9a-f]{6}", sheet)) >= {accent("#ffcc00").colour, "#ffcc00"}


def test_a_colour_survives_its_channels() -> None:
    assert hexadecimal((11 / 255, 85 / 255, 99 / 255)) == "#0b5563"


def test_the_surfaces_are_those_of_the_style_sheet() -> None:
    light, dark = tokens.colours(dark=False), tokens.colours(dark=True)

    assert tuple(light[name] for name in tokens.SURFACES) == LIGHT
    assert tuple(dark[name] for name in tokens.SURFACES) == DARK
    assert (light["on-accent"], dark["on-accent"]) == (ON_LIGHT, ON_DARK)


@pytest.mark.parametrize("pair", tokens.pairs(), ids=lambda p: f"{p.front}-{p.back}-{p.dark}")
def test_tokens_that_meet_can_be_told_apart(pair: tokens.Pair) -> None:
    assert pair.enough, f"{pair.front} on {pair.back}: {pair.ratio:.2f}, {pair.goal} wanted"
