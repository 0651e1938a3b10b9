"""Where public pages of plans stand, for search entries and links; `site` serves them.

Paths below the root of the installation, always with a slash at both ends.
"""


def plan_path(authority: str, plan: str) -> str:
    return f"/{authority}/plans/{plan}/"


def measure_path(authority: str, plan: str, code: str) -> str:
    return f"/{authority}/plans/{plan}/mesures/{code}/"


def passage_path(authority: str, document: int, start: int, end: int, version: int | None = None) -> str:
    """The stored text of a document, opened at the passage."""
    at_version = f"&version={version}" if version is not None else ""
    return f"/{authority}/documents/{document}/?passage={start}-{end}{at_version}#passage"


def desk_path(authority: str) -> str:
    """The plans of an authority as its officers see them."""
    return f"/{authority}/gestion/plans/"


def manage_path(authority: str, plan: str) -> str:
    return f"/{authority}/gestion/plan/{plan}/"


def review_path(authority: str, plan: str, group: str = "", fact: int | None = None) -> str:
    """The review of a plan, at one of its groups, at one of its facts."""
    chosen = f"?partie={group}" if group else ""
    place = f"#fait-{fact}" if fact is not None else ""
    return f"/{authority}/gestion/plan/{plan}/relecture/{chosen}{place}"


def left_path(authority: str, plan: str) -> str:
    """The sentences of the document that no fact represents."""
    return f"/{authority}/gestion/plan/{plan}/relecture/reste/"


def correct_path(authority: str, plan: str, fact: int) -> str:
    """Where a fact under review is corrected."""
    return f"/{authority}/gestion/plan/{plan}/relecture/{fact}/corriger/"


def versions_path(authority: str, plan: str) -> str:
    """What the last version of a plan's document changes."""
    return f"/{authority}/gestion/plan/{plan}/versions/"


def work_path(authority: str, plan: str, code: str = "") -> str:
    """The measures of a plan at work, or one of them."""
    here = f"/{authority}/gestion/plan/{plan}/conduite/"
    return f"{here}mesure/{code}/" if code else here


def reimport_path(authority: str, plan: str) -> str:
    """Where an edited list is sent back, and what it changes is shown."""
    return f"/{authority}/gestion/plan/{plan}/conduite/reprendre/"


def changes_path(authority: str, plan: str) -> str:
    """The plan as published and its amendments, for anybody."""
    return f"/{authority}/plans/{plan}/avenants/"
