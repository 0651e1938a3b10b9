"""What a kind is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class BadKind(ValueError):
    """A file of a kind is wrong; the message is French, names the file and what was allowed."""


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"  # whole
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    DATE = "date"


class Sight(StrEnum):
    """Who sees a kind or a field."""

    EVERYBODY = "everybody"
    ACCOUNTS = "accounts"  # people who have signed in
    SELLER = "seller"  # its own seller alone


class Ending(StrEnum):
    """How somebody comes from a listing to the thing itself."""

    CONTACT = "contact"
    RESERVATION = "reservation"
    ORDER = "order"


class Pricing(StrEnum):
    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind. `minimum` and `maximum` bound a number, in `unit`; `choices`: code → words."""

    name: str
    label: str
    type: FieldType
    required: bool = False
    hint: str = ""
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    seen_by: Sight = Sight.EVERYBODY


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of listing, as its file says. `schema` is the schema.org type; `unit` the code of sale."""

    code: str
    one: str
    many: str
    directions: tuple[str, ...]
    ends_by: tuple[Ending, ...]
    fields: tuple[Field, ...]
    seen_by: Sight = Sight.EVERYBODY
    price: Pricing = Pricing.OPTIONAL
    gtin: bool = False
    unit: str = "C62"
    schema: str = "Thing"
