"""Figures as people read them: `12\u202f500`, `1\u202f230,30`, `35 %`, `0,40 s`."""

from __future__ import annotations

from decimal import Decimal

from bareme.populations.engine import NARROW
from bareme.populations.engine import thousands as n

__all__ = ["money", "n", "percent", "seconds"]


def money(amount: Decimal) -> str:
    """The exact amount, without cents where there are none."""
    text = f"{amount:,.2f}" if amount % 1 else f"{amount:,.0f}"
    return text.replace(",", NARROW).replace(".", ",")


def seconds(time: Decimal) -> str:
    return f"{time.quantize(Decimal('0.01')):f} s".replace(".", ",")


def percent(rate: Decimal) -> str:
    text = f"{rate * 100:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",") + " %"
