"""Accent colours whose contrast is computed, never trusted. Pure.

Contrast as WCAG 2.2 defines it ("relative luminance", "contrast ratio"):
https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

import colorsys
import re
from dataclasses import dataclass
from typing import Final

# The surfaces of relance.css that an accent stands on; a test holds the two files together.
LIGHT: Final = ("#fbfaf7", "#ffffff", "#f3f0ea")
DARK: Final = ("#161513", "#1e1c1a", "#282522")
ON_LIGHT: Final = "#ffffff"
ON_DARK: Final = "#161513"
ENOUGH: Final = 4.5  # WCAG 1.4.3, text of ordinary size

Rgb = tuple[float, float, float]


class NotAColour(ValueError):
    """The text is not #rrggbb."""


@dataclass(frozen=True, slots=True)
class Accent:
    """An accent fit for one scheme: the colour, what is written on it, whether it was corrected."""

    colour: str
    on: str
    corrected: bool


def rgb(colour: str) -> Rgb:
    """The three channels of #rrggbb, from 0 to 1."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise NotAColour(f"“{colour}” is not a colour written #rrggbb")
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def hexadecimal(channels: Rgb) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def luminance(colour: str) -> float:
    """Relative luminance: 0 for black, 1 for white."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21, whichever comes first."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def worst(colour: str, surfaces: tuple[str, ...]) -> float:
    return min(contrast(colour, surface) for surface in surfaces)


def accent(colour: str, *, dark: bool = False) -> Accent:
    """The nearest colour of the same hue that can be read on every surface, and carry text.

    Kept as it is when it already can; else darkened (lightened in the dark) in 256 steps.
    """
    surfaces, on = (DARK, ON_DARK) if dark else (LIGHT, ON_LIGHT)
    hue, lightness, saturation = colorsys.rgb_to_hls(*rgb(colour))
    goal = 1.0 if dark else 0.0
    for step in range(257):
        # the colour itself first: turning it into hue and back may change a digit
        tried = (
            colour.lower()
            if step == 0
            else hexadecimal(
                colorsys.hls_to_rgb(hue, lightness + (goal - lightness) * step / 256, saturation)
            )
        )
        if worst(tried, surfaces) >= ENOUGH and contrast(tried, on) >= ENOUGH:
            return Accent(tried, on, step > 0)
    raise AssertionError("black and white are always readable")  # pragma: no cover


def style_sheet(colour: str) -> str:
    """The style sheet of an authority's accent, for both schemes."""
    light, dark = accent(colour), accent(colour, dark=True)
    return (
        f":root{{--accent:{light.colour};--on-accent:{light.on}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{--accent:{dark.colour};--on-accent:{dark.on}}}}}\n"
        f"@media print{{:root{{--accent:{light.colour};--on-accent:{light.on}}}}}\n"
    )
