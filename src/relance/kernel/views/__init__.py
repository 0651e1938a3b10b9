"""Pages of the kernel, one subject per file."""

from relance.kernel.views.health import health

__all__ = ["health"]
