"""Everything that may be read of applications."""

from relance.applications.queries.assessing import Assessment, Assessor, assess

__all__ = ["Assessment", "Assessor", "assess"]
