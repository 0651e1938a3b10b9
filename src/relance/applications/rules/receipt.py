"""What a deposit receipt says, as plain data for its template. Pure.

Source: code des relations entre le public et l'administration (an acknowledgment says the day, the service
to contact, what silence means, the remedies). After how long silence refuses money is printed where the
authority states it on its call, and nowhere else: our notes do not hold it for verified.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from relance.values.typography import NBSP, Locale, long_date, punctuate


@dataclass(frozen=True, slots=True)
class Deposited:
    """What was deposited, in words. `pieces`: (label, file name, digest)."""

    authority: str
    call: str
    contact: str
    ground: str
    number: str
    day: date
    hour: str
    applicant: str
    identifier: str
    answers: tuple[tuple[str, str], ...]
    pieces: tuple[tuple[str, str, str], ...]
    account: str
    unconfirmed: bool
    version: str
    france: bool
    answer_within: int | None = None


def data(said: Deposited, locale: Locale) -> dict[str, object]:
    """Everything that the template prints, typographed for the locale."""

    def set_(text: str) -> str:
        return punctuate(text, locale)

    return {
        "lang": "fr",
        "region": "CA" if locale is Locale.FR_CA else "FR",
        "title": set_(f"Récépissé de dépôt de la demande {said.number}"),
        "authority": said.authority,
        "page": "page",
        "lead": set_(
            f"{said.authority} a reçu le {long_date(said.day, locale)} à {said.hour} la demande "
            f"{said.number}, déposée au titre de «{NBSP}{said.call}{NBSP}»."
        ),
        "facts": [
            [set_(label), set_(value)]
            for label, value in (
                ("Demandeur", said.applicant),
                ("Numéro", said.identifier),
                ("Service à joindre", said.contact or said.authority),
                ("Fondement de l’aide", said.ground),
                ("Barème", said.version),
                ("Compte bancaire", said.account),
            )
            if value
        ],
        "answers": [[set_(question), set_(answer)] for question, answer in said.answers],
        "pieces": [list(piece) for piece in said.pieces],
        "mentions": [set_(one) for one in mentions(said)],
        "heads": {
            "answers": "Vos réponses",
            "pieces": "Vos pièces",
            "mentions": "Et ensuite",
            "piece": ["Pièce", "Fichier", "Empreinte (SHA-256)"],
        },
    }


RECEIVED = "Ce récépissé atteste le dépôt et son heure. Il ne dit rien de la décision."
EXAMINED = (
    f"Votre demande est examinée par {{}}. S’il manque quelque chose, le service vous écrit{NBSP}: aucune "
    "décision n’est prise tant que sa question attend votre réponse."
)
UNCONFIRMED = (
    "Le registre des entreprises n’a pas encore confirmé votre numéro. Votre demande est reçue. "
    "Elle n’est décidée qu’après cette vérification."
)
ACKNOWLEDGED = (
    "Cet accusé de réception est remis en application du code des relations entre le public et "
    "l’administration. Le délai au terme duquel, à défaut de décision expresse, votre demande est réputée "
    "rejetée, et les voies de recours, vous sont donnés par le service nommé ci-dessus."
)
ACKNOWLEDGED_WITHIN = (
    "Cet accusé de réception est remis en application du code des relations entre le public et "
    "l’administration. À défaut de décision expresse dans {} ce dépôt, votre demande est réputée rejetée. Ce "
    "délai est suspendu quand le service vous demande de compléter votre dossier. Les voies de recours vous "
    "sont données par le service nommé ci-dessus."
)
ANSWERED_WITHIN = (
    "Le service répond dans {} ce dépôt. Ce délai est suspendu quand il vous demande de "
    "compléter votre dossier."
)
DATA_FRANCE = (
    "Vos données sont traitées pour instruire cette demande, dans le cadre d’une mission d’intérêt public "
    "(RGPD, article 6.1.e). Vous pouvez y accéder, les faire rectifier ou vous opposer à leur traitement en "
    "écrivant à ce même service."
)
DATA_QUEBEC = (
    "Vos renseignements personnels servent à examiner cette demande. Vous pouvez y avoir accès et les faire "
    "rectifier en écrivant au service nommé ci-dessus (Loi sur l’accès aux documents des organismes publics "
    "et sur la protection des renseignements personnels, RLRQ, c. A-2.1)."
)


def mentions(said: Deposited) -> Sequence[str]:
    """The sentences that the applicant has a right to, and no promise besides."""
    found = [RECEIVED, EXAMINED.format(said.authority)]
    if said.unconfirmed:
        found.append(UNCONFIRMED)
    months = said.answer_within
    delay = f"les {months}{NBSP}mois qui suivent" if months and months > 1 else "le mois qui suit"
    if not said.france:
        return [*found, *([ANSWERED_WITHIN.format(delay)] if months else []), DATA_QUEBEC]
    return [*found, ACKNOWLEDGED_WITHIN.format(delay) if months else ACKNOWLEDGED, DATA_FRANCE]
