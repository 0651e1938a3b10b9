"""Drawings for the shops of the demonstration, where a real town has photographs."""

import io
import random
from colorsys import hls_to_rgb

from PIL import Image, ImageDraw

WIDE, HIGH = 640, 480


def drawing(draw: random.Random, place: int, of: int) -> bytes:
    """A still life of bowls, jars and boxes as a JPEG, in the colour of one trade of so many."""
    hue = place / of
    picture = Image.new("RGB", (WIDE, HIGH), _colour(hue, 0.9))
    pen = ImageDraw.Draw(picture)
    table = HIGH * 7 // 10
    pen.rectangle((0, table, WIDE, HIGH), fill=_colour(hue, 0.74))
    left = draw.randint(20, 70)
    while left < WIDE - 110:
        wide, high = draw.randint(80, 150), draw.randint(90, 230)
        foot = table + draw.randint(20, 70)
        box = (left, foot - high, min(left + wide, WIDE - 20), foot)
        fill = _colour(hue + draw.uniform(-0.06, 0.06), draw.uniform(0.38, 0.62))
        match draw.randrange(3):
            case 0:
                pen.rounded_rectangle(box, 18, fill=fill)
            case 1:
                pen.ellipse((box[0], foot - wide, box[2], foot), fill=fill)
            case _:
                pen.rectangle(box, fill=fill)
                pen.rectangle(
                    (box[0], box[1] + high // 3, box[2], box[1] + high // 2), fill=_colour(hue, 0.93)
                )
        left += wide + draw.randint(-10, 30)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()


def _colour(hue: float, light: float) -> tuple[int, int, int]:
    red, green, blue = hls_to_rgb(hue % 1, light, 0.45)
    return round(red * 255), round(green * 255), round(blue * 255)
