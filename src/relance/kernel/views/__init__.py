"""Pages of the kernel, one subject per file."""

from relance.kernel.views.design import design
from relance.kernel.views.files import stored_file
from relance.kernel.views.health import health
from relance.kernel.views.jobs import progress, retry_job
from relance.kernel.views.journal import journal
from relance.kernel.views.look import accent, accessibility, language, legal
from relance.kernel.views.mailbox import demo_mailbox
from relance.kernel.views.members import member_list, member_remove

__all__ = [
    "accent",
    "accessibility",
    "demo_mailbox",
    "design",
    "health",
    "journal",
    "language",
    "legal",
    "member_list",
    "member_remove",
    "progress",
    "retry_job",
    "stored_file",
]
