"""Kinds of listings as data: a kind is a YAML file, and adding a kind is adding a file.

    read_kind(text, name="product.yaml") -> Kind        raises BadKind
    load(folders) -> {"product": Kind, …}               the files of all folders; a later one replaces
    checked(kind, values) -> Checked                    what may be kept, and what is wrong, in French
    seen(kind, values, by=Sight.EVERYBODY) -> …         the fields that this reader may see

A file says what the kind is called, which fields it has (type, unit, bounds, who may see), whether
it has a price, and how a listing ends: by contact, by reservation or by order.
"""

from relance.exchange.rules.kinds.reading import PACKAGED, load, read_kind
from relance.exchange.rules.kinds.types import BadKind, Ending, Field, FieldType, Kind, Pricing, Sight
from relance.exchange.rules.kinds.values import Checked, Said, checked, may_see, seen

__all__ = [
    "PACKAGED",
    "BadKind",
    "Checked",
    "Ending",
    "Field",
    "FieldType",
    "Kind",
    "Pricing",
    "Said",
    "Sight",
    "checked",
    "load",
    "may_see",
    "read_kind",
    "seen",
]
