"""Letters that carry a code, one a shop, as one tagged PDF (PDF/UA-1) set by Typst."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import typst

from relance.exchange.models import Seller
from relance.kernel.models import Authority
from relance.values.typography import Locale, locale_of, long_date

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "exchange" / "letter.typ"


def letters_pdf(authority: Authority, letters: Sequence[tuple[Seller, str, str]], *, at: datetime) -> bytes:
    """A page each: (shop, code, address where it is typed). The same data give the same bytes."""
    locale = locale_of(authority.locale)
    day = long_date(at.astimezone(authority.zone).date(), locale)
    data = {
        "lang": "fr",
        "region": "CA" if locale == Locale.FR_CA else "FR",
        "title": "Codes pour tenir sa boutique",
        "authority": authority.name,
        "day": day,
        "letters": [
            {
                "to": [seller.name, seller.street, f"{seller.postcode} {seller.city}".strip()],
                "shop": seller.name,
                "code": code,
                "link": link,
            }
            for seller, code, link in letters
        ],
    }
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=int(at.timestamp()),
        sys_inputs={"data": json.dumps(data)},
    )
