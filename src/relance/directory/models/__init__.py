"""The nouns of the register, one subject per file."""

from relance.directory.models.organisation import Organisation

__all__ = ["Organisation"]
