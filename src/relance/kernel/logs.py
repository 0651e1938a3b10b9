"""Logs for machines: a JSON object a line, with the request it belongs to, and nobody's data.

What a person typed, their address or name may stand in an exception's message or in the
arguments of a line that a library logs. So of an error we keep its class and its places in
the code, and of a line of others the words before its arguments are filled in.
"""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")

_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_PLAIN = (str, int, float, bool, type(None))


class JsonFormatter(logging.Formatter):
    """`extra={…}` of our own loggers becomes fields; of others' loggers nothing is kept."""

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.split(".")[0] == "relance"
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage() if ours else str(record.msg),
        }
        if request_id.get():
            line["request"] = request_id.get()
        if ours:
            line |= {
                name: value if isinstance(value, _PLAIN) else str(value)
                for name, value in vars(record).items()
                if name not in _STANDARD
            }
        status = getattr(record, "status_code", None)
        if isinstance(status, int):
            line["status"] = status
        if record.exc_info and record.exc_info[1]:
            line["error"] = error_without_words(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def error_without_words(error: BaseException) -> dict[str, Any]:
    """The class of an error, where it happened, and what caused it; never its message."""
    frames = traceback.extract_tb(error.__traceback__)
    told: dict[str, Any] = {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]],
    }
    if error.__cause__:
        told["cause"] = error_without_words(error.__cause__)
    return told


def configuration(*, as_json: bool) -> dict[str, Any]:
    """Django's LOGGING: everything on standard error, ours from INFO, others from WARNING."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "relance.kernel.logs.JsonFormatter"},
            "plain": {"format": "{levelname} {name}: {message}", "style": "{"},
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "json" if as_json else "plain"}
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "relance": {"level": "INFO" if as_json else "WARNING"},
            # the access line of our middleware says the same without the address asked for
            "django.request": {"level": "ERROR"},
            "django.server": {"level": "INFO", "propagate": not as_json},
            "django_tasks": {"level": "WARNING"},
            "django_tasks_db": {"level": "WARNING"},
        },
    }
