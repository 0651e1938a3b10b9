"""Saves the text of a letter: each change a new version, and only one that reads without a fault."""

from datetime import datetime

from django.db import transaction

from relance.applications.actions.errors import ApplicationError
from relance.applications.models import LetterKind, LetterTemplate
from relance.applications.permissions import require_examiner
from relance.applications.queries.lettering import fact_names
from relance.applications.rules.letters import Problem, model_for, parse
from relance.applications.rules.letters.shipped import KINDS
from relance.kernel import audit
from relance.kernel.models import Account, Authority
from relance.schemes.models import Scheme


class BadLetter(ApplicationError):
    """The text is not kept; `problems` says why, each with its line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(map(str, problems)))
        self.problems = problems


def save_template(
    *,
    authority: Authority,
    scheme: Scheme | None,
    kind: LetterKind,
    title: str,
    body: str,
    checked: bool,
    by: Account | None,
    at: datetime,
) -> LetterTemplate:
    """Keep a text as the next version of its kind; the same text again gives the version that stands.

    `scheme` None: for every scheme of the authority without a text of its own. `checked`: the person says
    that the articles and remedies were checked against the law. Raises BadLetter.
    """
    if by is not None:
        require_examiner(by, authority)
    title, body = " ".join(title.split()), body.replace("\r\n", "\n").strip()
    facts = fact_names(scheme) if scheme else ()
    if problems := parse(title=title, body=body, facts=facts).problems:
        raise BadLetter(problems)
    with transaction.atomic():
        # Two who save at once get two numbers: the second waits here.
        Authority.objects.select_for_update().get(pk=authority.pk)
        rows = LetterTemplate.objects.of(authority).filter(scheme=scheme, kind=kind)
        last = rows.order_by("-number").first()
        if last and (last.title, last.body, last.checked) == (title, body, checked):
            return last
        saved = LetterTemplate.objects.create(
            authority=authority,
            scheme=scheme,
            kind=kind,
            number=last.number + 1 if last else 1,
            title=title,
            body=body,
            checked=checked,
            created_at=at,
            created_by=by,
            created_by_name=str(by) if by else "Relance",
        )
        audit.record(
            authority=authority,
            by=by,
            act="applications.letter.text",
            subject=saved,
            at=at,
            after={"version": saved.number, "articles vérifiés": checked},
        )
    return saved


def save_shipped(
    *, authority: Authority, scheme: Scheme, checked: bool, by: Account | None, at: datetime
) -> list[LetterTemplate]:
    """Keep every text that Relance offers as the scheme's own. `checked`: see `save_template`."""
    saved = []
    for kind in KINDS:
        model = model_for(kind, authority.country)
        saved.append(
            save_template(
                authority=authority,
                scheme=scheme,
                kind=LetterKind(kind),
                title=model.title,
                body=model.body,
                checked=checked,
                by=by,
                at=at,
            )
        )
    return saved
