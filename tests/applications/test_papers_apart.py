"""Letters and pieces hold personal data: the address that serves all other files does not serve them."""

from django.test import Client
from django.urls import reverse

from relance.applications.actions.lettering import make_letters
from relance.kernel import files
from relance.kernel.rules import Role
from tests.applications.lettered import Lettered
from tests.support.cast import Cast, sign_in


def test_a_reader_of_internal_papers_does_not_get_a_letter_by_the_common_address(
    office: Lettered, cast: Cast
) -> None:
    (letter,) = make_letters(application=office.decided(), by=office.instructor, at=office.later())
    other = files.store(authority=office.authority, by=None, name="plan.txt", content=b"Un plan.")
    reader = sign_in(Client(), cast.holding(Role.READER))

    answers = {}
    for file in (letter.file_id, other.pk):
        answer = reader.get(reverse("kernel:file", args=[office.authority.slug, file]))
        answers[file] = answer.status_code
        list(answer)  # a file that is served stays open until it is read

    assert answers == {letter.file_id: 404, other.pk: 200}


def test_an_officer_gets_it_by_its_own(office: Lettered) -> None:
    (letter,) = make_letters(application=office.decided(), by=office.instructor, at=office.later())
    officer = sign_in(Client(), office.instructor)

    answer = officer.get(reverse("applications:letter_file", args=[office.authority.slug, letter.pk]))

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    list(answer)  # a file that is served stays open until it is read
