"""Where the pages about following a plan stand: paths below the root, for links, mails and redirects."""

from relance.plans.rules.addresses import manage_path, plan_path


def news_answer_path(authority: str, token: str) -> str:
    """Where a lead answers from a mail."""
    return f"/{authority}/nouvelles/{token}/"


def news_desk_path(authority: str, plan: str) -> str:
    return f"{manage_path(authority, plan)}nouvelles/"


def changes_path(authority: str, plan: str) -> str:
    """What changed in a plan, for everybody."""
    return f"{plan_path(authority, plan)}nouvelles/"


def pledges_path(authority: str, plan: str) -> str:
    return f"{plan_path(authority, plan)}engagements/"


def pledge_desk_path(authority: str, plan: str, pledge: int | None = None) -> str:
    here = f"{manage_path(authority, plan)}engagements/"
    return here if pledge is None else f"{here}{pledge}/"


def partner_path(authority: str) -> str:
    """Where a partner answers for its pledges."""
    return f"/{authority}/partenaire/"


def indicators_path(authority: str, plan: str, code: str = "") -> str:
    here = f"{plan_path(authority, plan)}indicateurs/"
    return f"{here}{code}/" if code else here


def indicator_desk_path(authority: str, plan: str, code: str = "") -> str:
    here = f"{manage_path(authority, plan)}indicateurs/"
    return f"{here}{code}/" if code else here


def confirm_path(authority: str, token: str) -> str:
    """Where a subscription is confirmed."""
    return f"/{authority}/abonnement/{token}/"


def stop_path(authority: str, token: str) -> str:
    """Where a subscription ends, by one click of the mail program too."""
    return f"/{authority}/desabonnement/{token}/"


def feedback_path(authority: str, token: str) -> str:
    """Where the writer of a feedback follows it."""
    return f"/{authority}/avis/{token}/"


def inbox_path(authority: str, plan: str, feedback: int | None = None) -> str:
    here = f"{manage_path(authority, plan)}avis/"
    return here if feedback is None else f"{here}{feedback}/"
