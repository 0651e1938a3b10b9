"""Pages of the kernel, one subject per file."""

from relance.kernel.views.design import design
from relance.kernel.views.files import stored_file
from relance.kernel.views.health import health
from relance.kernel.views.jobs import progress, retry_job
from relance.kernel.views.look import accent, accessibility, language, legal
from relance.kernel.views.mailbox import demo_mailbox

__all__ = [
    "accent",
    "accessibility",
    "demo_mailbox",
    "design",
    "health",
    "language",
    "legal",
    "progress",
    "retry_job",
    "stored_file",
]
