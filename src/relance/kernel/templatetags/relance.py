"""`{% load relance %}`: the components and the typography of Relance. Syntax in docs/look.md."""

from relance.kernel.tags import lists, page, register, shown, small, typographic

__all__ = ["lists", "page", "register", "shown", "small", "typographic"]
