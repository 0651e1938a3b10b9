"""Pages of letters: their texts, the runs, the letters of one file."""

from relance.applications.views.letters.applicant import own_bundle, own_letter
from relance.applications.views.letters.desk import desk
from relance.applications.views.letters.file import export_file, file_letters, letter_file, make, send
from relance.applications.views.letters.runs import abandon, confirm, print_file, run_page, send_run
from relance.applications.views.letters.texts import preview, text

__all__ = [
    "abandon",
    "confirm",
    "desk",
    "export_file",
    "file_letters",
    "letter_file",
    "make",
    "own_bundle",
    "own_letter",
    "preview",
    "print_file",
    "run_page",
    "send",
    "send_run",
    "text",
]
