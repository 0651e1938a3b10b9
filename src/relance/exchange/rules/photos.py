"""Photographs made fit for a page: smaller, upright, and without what the camera wrote into them."""

import io
import warnings
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from relance.values.typography import NBSP

WIDEST: Final = 1200  # pixels
SMALL: Final = 160
MOST_PIXELS: Final = 50_000_000
QUALITY: Final = 80
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")


class BadPhoto(ValueError):
    """The message is French, and says what was allowed."""


def reencoded(content: bytes) -> bytes:
    """The picture as a JPEG of at most 1,200 pixels a side, turned upright; place and camera are left out."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise BadPhoto(f"Cette photo est trop grande{NBSP}: 50 millions de points au plus.")
                upright = ImageOps.exif_transpose(picture)
                flat = _on_white(upright)
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        SyntaxError,
        ValueError,
        Warning,
    ) as error:
        if isinstance(error, BadPhoto):
            raise
        raise BadPhoto(
            "Ce fichier n’est pas une photo lisible. Envoyez un JPEG, PNG, WebP ou GIF."
        ) from error
    flat.thumbnail((WIDEST, WIDEST))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def small(content: bytes) -> bytes:
    """A kept photo as a JPEG square of 160 pixels, its middle: for lists, where it stands 80 wide."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        picture.draft("RGB", (SMALL * 2, SMALL * 2))  # a JPEG is decoded no larger than that
        square = ImageOps.fit(_on_white(picture), (SMALL, SMALL))
    out = io.BytesIO()
    square.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA", "P"):
        seen = picture.convert("RGBA")
        ground = Image.new("RGB", seen.size, "white")
        ground.paste(seen, mask=seen.getchannel("A"))
        return ground
    return picture.convert("RGB")
