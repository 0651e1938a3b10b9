"""The nouns of the kernel, one subject per file."""

from relance.kernel.models.account import Account
from relance.kernel.models.audit import AuditLine
from relance.kernel.models.authority import Authority, Membership
from relance.kernel.models.file import FileState, StoredFile
from relance.kernel.models.job import Job, JobState
from relance.kernel.models.search import SearchEntry
from relance.kernel.models.worker import Worker

__all__ = [
    "Account",
    "AuditLine",
    "Authority",
    "FileState",
    "Job",
    "JobState",
    "Membership",
    "SearchEntry",
    "StoredFile",
    "Worker",
]
