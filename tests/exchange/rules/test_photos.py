"""Photographs are made smaller and upright, on white, without what the camera wrote."""

import io

import pytest
from PIL import Image

from relance.exchange.rules import photos
from relance.exchange.rules.photos import BadPhoto, reencoded, small


def sent(size: tuple[int, int], kind: str = "JPEG", mode: str = "RGB", orientation: int = 0) -> bytes:
    out = io.BytesIO()
    image = Image.new(mode, size)
    exif = image.getexif()
    if orientation:
        exif[0x0112] = orientation
    image.save(out, kind, exif=exif)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(reencoded(content)))


@pytest.mark.parametrize(("size", "kept"), [((3000, 1000), (1200, 400)), ((400, 300), (400, 300))])
def test_large_ones_become_smaller_and_small_ones_stay(size: tuple[int, int], kept: tuple[int, int]) -> None:
    assert opened(sent(size)).size == kept


def test_a_photo_taken_sideways_stands_upright() -> None:
    assert opened(sent((300, 200), orientation=6)).size == (200, 300)


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "LA"), ("WEBP", "RGB"), ("GIF", "P")]
)
def test_any_usual_format_becomes_jpeg(kind: str, mode: str) -> None:
    made = opened(sent((40, 30), kind, mode))

    assert (made.format, made.mode) == ("JPEG", "RGB")


def test_what_is_transparent_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")

    assert opened(out.getvalue()).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg/>", sent((40, 30))[:120]])
def test_what_is_no_picture_is_refused_with_what_is(content: bytes) -> None:
    with pytest.raises(BadPhoto, match="JPEG, PNG, WebP ou GIF"):
        reencoded(content)


def test_a_picture_beyond_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST_PIXELS", 100)

    with pytest.raises(BadPhoto, match="trop grande"):
        reencoded(sent((20, 20)))


@pytest.mark.parametrize("size", [(1200, 400), (400, 1200), (30, 20)])
def test_in_a_list_every_photo_is_the_same_small_square(size: tuple[int, int]) -> None:
    content = small(reencoded(sent(size)))

    assert Image.open(io.BytesIO(content)).size == (160, 160)
    assert len(content) < 8_000


def test_a_small_square_shows_the_middle() -> None:
    wide = Image.new("RGB", (900, 300), "white")
    wide.paste((200, 0, 0), (300, 0, 600, 300))
    out = io.BytesIO()
    wide.save(out, "JPEG", quality=95)

    square = Image.open(io.BytesIO(small(out.getvalue())))

    corners = [square.getpixel(place) for place in ((2, 2), (157, 157))]
    assert all(isinstance(one, tuple) and one[0] > 150 and one[1] < 60 for one in corners)
