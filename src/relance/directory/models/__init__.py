"""The nouns of the register, one subject per file."""

from relance.directory.models.firm import Establishment, LegalUnit, RegisterState
from relance.directory.models.importing import RegisterFile, RegisterImport, RegisterRefusal
from relance.directory.models.organisation import Organisation

__all__ = [
    "Establishment",
    "LegalUnit",
    "Organisation",
    "RegisterFile",
    "RegisterImport",
    "RegisterRefusal",
    "RegisterState",
]
