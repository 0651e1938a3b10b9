"""What is shown: quotations, figures, money, time, reasons, charts."""

from collections.abc import Sequence

from relance.kernel import components as parts
from relance.kernel.tags import register


@register.inclusion_tag("components/quote.html")
def quote(text: str, document: str, page: str | int = "", url: str = "", lang: str = "") -> dict[str, object]:
    """The exact words of a source. `url` opens the document at the place."""
    return {"text": text, "document": document, "page": page, "url": url, "lang": lang, "exact": True}


@register.inclusion_tag("components/quote.html")
def paraphrase(text: str, document: str, url: str = "") -> dict[str, object]:
    """Our words about a plan: says so, and never wears the quotation's dress."""
    return {"text": text, "document": document, "url": url, "exact": False}


@register.inclusion_tag("components/figures.html")
def figures(figures: Sequence[parts.Figure]) -> dict[str, object]:
    """Numbers with what they are, their date and the way to their rows."""
    return {"figures": figures}


@register.inclusion_tag("components/money_bar.html")
def money_bar(bar: parts.MoneyBar) -> dict[str, object]:
    """An envelope or an announced sum: `envelope_bar(…)` and `announced_bar(…)` build it."""
    return {"bar": bar}


@register.inclusion_tag("components/progress.html")
def progress(text: str, done: int, total: int, name: str, note: str = "") -> dict[str, object]:
    """How far a long job is. `total=0` when nobody knows yet; `name` is unique in the page."""
    return {"text": text, "done": done, "total": total, "name": name, "note": note}


@register.inclusion_tag("components/timeline.html")
def timeline(events: Sequence[parts.Event]) -> dict[str, object]:
    return {"events": events}


@register.inclusion_tag("components/reasons.html")
def reasons(reasons: Sequence[parts.Reason]) -> dict[str, object]:
    """One line per condition: how it came out, the value used, the article, what it rests on."""
    return {"reasons": reasons}


@register.inclusion_tag("components/chart.html")
def chart(chart: parts.Chart) -> dict[str, object]:
    """Horizontal bars from zero, each with its value, and the table under “Voir les données”."""
    return {"chart": chart, "drawn": chart.drawn()}
