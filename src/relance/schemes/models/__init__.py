"""The nouns of schemes, one subject per file."""

from relance.schemes.models.call import Call, Delegation
from relance.schemes.models.scheme import Regime, Scheme, SchemeVersion

__all__ = ["Call", "Delegation", "Regime", "Scheme", "SchemeVersion"]
