"""What one line of a page tells of the next."""

from relance.reading.readers.pdflayout import Line


def test_a_line_that_a_damaged_page_sets_flat_has_a_height_to_divide_by() -> None:
    flat = Line("Un", [], x0=10, y0=700, x1=40, y1=700, size=11, bold=False, left=10, right=40)

    assert flat.height > 0
