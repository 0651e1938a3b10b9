"""Lists of officers and forms: errors, tables, filters, pages. They build on the address of the page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, QueryDict  # noqa: TID251  # tags build on the address of the page
from django.utils.safestring import SafeString, mark_safe

from relance.kernel import components as parts
from relance.kernel.tags import register
from relance.values.typography import NBSP


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: Any, focus: bool = True) -> dict[str, object]:
    """Each error of the form with a link to its field; nothing when there is none.

    It takes the focus when the page opens, so that it is read first; `focus=False` leaves it.
    """
    errors = []
    if form.is_bound and form.errors:
        errors = [parts.Link(error) for error in form.non_field_errors()]
        for bound in form:
            errors += [
                parts.Link(_named(error, bound.label), f"#{anchor_of(bound)}") for error in bound.errors
            ]
    return {"errors": errors, "focus": focus}


def _named(error: str, label: str) -> str:
    """The error with the name of its field in front, unless it says it already."""
    if label.casefold() in error.casefold():
        return error
    return f"{label}{NBSP}: {error[:1].lower()}{error[1:]}"


@register.filter
def anchor_of(field: Any) -> str:
    """The id that a link to a field goes to: its first box, or its frame when it has none."""
    return field.id_for_label or f"{field.auto_id}_frame"


def _query(context: Mapping[str, Any]) -> QueryDict:
    request: HttpRequest | None = context.get("request")
    return request.GET.copy() if request else QueryDict(mutable=True)


def _address(query: QueryDict) -> str:
    return f"?{query.urlencode()}" if query else "?"


@register.inclusion_tag("components/table.html", takes_context=True)
def table(context: Mapping[str, Any], table: parts.Table) -> dict[str, object]:
    """A typed table with its sort links, selection boxes and totals."""
    heads = []
    for column in table.columns:
        order, url = "", ""
        if column.sort:
            query = _query(context)
            down = table.sort == column.sort
            order = "ascending" if down else "descending" if table.sort == f"-{column.sort}" else ""
            query[table.param] = f"-{column.sort}" if down else column.sort
            query.pop("page", None)
            url = _address(query)
        heads.append({"column": column, "order": order, "url": url})

    def lines(rows: Sequence[parts.Row]) -> list[dict[str, object]]:
        return [
            {
                "key": row.key,
                "picked": row.picked,
                "cells": [
                    {"value": value, "number": column.number, "differs": place in row.differs}
                    for place, (value, column) in enumerate(zip(row.cells, table.columns, strict=True))
                ],
            }
            for row in rows
        ]

    return {"table": table, "heads": heads, "rows": lines(table.rows), "totals": lines(table.totals)}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Mapping[str, Any], page: "Page[Any]", param: str = "page") -> dict[str, object]:
    """The links of a Django `Page`; they keep the filters and the order of the address."""

    def address(number: int) -> str:
        query = _query(context)
        query[param] = str(number)
        return _address(query)

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "links": [
            parts.Link(str(n), address(n) if isinstance(n, int) else "", current=n == page.number)
            for n in numbers
        ],
        "before": address(page.number - 1) if page.has_previous() else "",
        "after": address(page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag("components/filter_bar.html", takes_context=True)
def filter_bar(
    context: Mapping[str, Any], form: Any, without: Sequence[parts.Link] = (), found: str = ""
) -> dict[str, object]:
    """The filters of a list: a GET form and its "sans…" links.

    `without`: Link("sans pilote", "pilote", 3): its `url` is the value of `?sans=` that it turns on
    and off. `found` says how many rows there are: "17 mesures".
    """
    chosen = _query(context).getlist("sans")
    form.mark_optional = False  # every filter is
    pills = []
    for link in without:
        query = _query(context)
        on = link.url in chosen
        query.setlist("sans", [one for one in chosen if one != link.url] if on else [*chosen, link.url])
        query.pop("page", None)
        pills.append(parts.Link(link.text, _address(query), link.count, on))
    request = context.get("request")
    return {
        "form": form,
        "pills": pills,
        "chosen": chosen,
        "found": found,
        "active": bool(request and any(value for value in request.GET.values())),
        "path": request.path if request else "",
    }


@register.simple_tag
def plain_fields(form: Any) -> SafeString:
    """The fields of a form that is not ours, without placeholders that repeat the labels."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    shown = [bound.as_field_group() for bound in form.visible_fields()]
    return mark_safe("".join([*shown, *map(str, form.hidden_fields())]))  # noqa: S308  # printed by our own templates
