"""Logs say what happened and where, never whom or what somebody typed."""

import json
import logging
import sys
from typing import Any

import pytest
from django.test import Client

from relance.kernel.logs import JsonFormatter, configuration, request_id

SECRET = "rosa@example.org"


def formatted(name: str, message: str, *args: Any, **more: Any) -> dict[str, Any]:
    record = logging.getLogger(name).makeRecord(
        name, logging.WARNING, __file__, 1, message, args, more.pop("exc_info", None), extra=more or None
    )
    line: dict[str, Any] = json.loads(JsonFormatter().format(record))
    return line


def test_a_line_is_one_object_with_its_time_level_and_fields() -> None:
    line = formatted("relance.jobs", "job stumbled", job=7, kind="plans.import")

    assert (line["level"], line["logger"], line["message"]) == ("warning", "relance.jobs", "job stumbled")
    assert (line["job"], line["kind"]) == (7, "plans.import")
    assert line["at"].endswith("+00:00")


def test_a_line_names_its_request() -> None:
    token = request_id.set("abc")
    try:
        assert formatted("relance.jobs", "x")["request"] == "abc"
    finally:
        request_id.reset(token)
    assert "request" not in formatted("relance.jobs", "x")


def test_what_libraries_fill_in_is_left_out() -> None:
    line = formatted(
        "django.request", "%s: %s", "Internal Server Error", f"/compte/{SECRET}/", status_code=500
    )

    assert SECRET not in json.dumps(line)
    assert line["status"] == 500


def test_an_error_keeps_its_class_and_places_but_not_its_words() -> None:
    try:
        try:
            int(SECRET)
        except ValueError as cause:
            raise RuntimeError(f"about {SECRET}") from cause
    except RuntimeError:
        line = formatted("relance.jobs", "failed", exc_info=sys.exc_info())

    assert line["error"]["type"] == "builtins.RuntimeError"
    assert line["error"]["cause"]["type"] == "builtins.ValueError"
    assert any("test_logs.py" in place for place in line["error"]["where"])
    assert SECRET not in json.dumps(line)


@pytest.mark.django_db
def test_a_request_leaves_one_line_without_its_address(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="relance.access"):
        answer = client.get(f"/recherche/?q={SECRET}")

    (record,) = [record for record in caplog.records if record.name == "relance.access"]
    line = JsonFormatter().format(record)
    assert json.loads(line)["page"] == "site:search"
    assert json.loads(line)["status"] == answer.status_code
    assert SECRET not in line


def test_production_logs_for_machines_and_development_for_people() -> None:
    assert configuration(as_json=True)["handlers"]["console"]["formatter"] == "json"
    assert configuration(as_json=False)["handlers"]["console"]["formatter"] == "plain"
