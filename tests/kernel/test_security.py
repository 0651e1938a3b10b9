"""Headers, cookies and limits: what protects every page."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import resolve

from relance.kernel import limits
from tests.support.cast import PASSWORD, Cast, sign_in

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "RELANCE_MODE": "production",
    "RELANCE_SECRET_KEY": "k" * 25 + "9Zé-_" * 10,
    "RELANCE_HOSTS": "relance.example.org",
    "RELANCE_URL": "https://relance.example.org",
    "RELANCE_MAIL_URL": "smtps://user:word@mail.example.org:465",
    "RELANCE_MAIL_FROM": "relance@example.org",
}


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


@pytest.mark.parametrize(
    "path",
    ["/", "/compte/login/", "/compte/signup/", "/sante/", "/nulle/part/", "/valmont-sur-ouveze/journal/"],
)
def test_every_answer_carries_its_protection(client: Client, cast: Cast, path: str) -> None:
    answer = client.get(path)

    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "microphone=()" in answer["Permissions-Policy"]
    assert re.fullmatch(r"[0-9a-f]{16}", answer["X-Request-ID"])


def test_a_refusal_carries_it_too(client: Client, cast: Cast) -> None:
    answer = sign_in(client, cast.alice).get("/valmont-sur-ouveze/membres/")

    assert answer.status_code == 403
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_no_template_holds_a_script_or_a_style_of_its_own() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=\"", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "src").rglob("templates/**/*.html")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if inline.search(line)
    ]
    assert not found


def in_production(code: str, **more: str) -> str:
    """What a process in production prints."""
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith(("RELANCE_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "-c", code],
        env=plain | PRODUCTION | {"PYTHONPATH": str(ROOT / "src")} | more,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def test_production_keeps_cookies_and_pages_behind_tls(tmp_path: Path) -> None:
    wanted = {
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "DEBUG": False,
    }
    code = (
        "import json; from relance import settings as s;"
        f"print(json.dumps({{name: getattr(s, name) for name in {list(wanted)!r}}}))"
    )

    assert json.loads(in_production(code, RELANCE_DATA=str(tmp_path))) == wanted


def test_django_s_own_deployment_checks_pass(tmp_path: Path) -> None:
    code = "from relance.cli import main; main(['check', '--deploy'])"
    # HSTS for the whole domain (W005, W021) is the town's to decide, not ours
    silent = "import relance.settings as s; s.SILENCED_SYSTEM_CHECKS = ['security.W005', 'security.W021'];"

    said = in_production(silent + code, RELANCE_DATA=str(tmp_path))

    assert said.startswith("System check identified no issues")


@pytest.mark.django_db
def test_searching_without_end_is_slowed_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES, limits.SEARCH, "2/m/ip")
    answers = [client.get("/recherche/", {"q": "loyer"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "60"
    assert "Trop de" in answers[-1].content.decode()
    assert client.get("/").status_code == 200


@pytest.mark.django_db
def test_limits_count_each_address_apart(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES, limits.SEARCH, "1/m/ip")

    first = [client.get("/recherche/", {"q": "x"}, REMOTE_ADDR="192.0.2.1").status_code for _ in range(2)]
    second = client.get("/recherche/", {"q": "x"}, REMOTE_ADDR="192.0.2.2").status_code

    assert (first, second) == ([200, 429], 200)


@pytest.mark.django_db
def test_signing_in_by_trial_is_slowed_down(client: Client, cast: Cast) -> None:
    for _ in range(6):
        client.post("/compte/login/", {"login": cast.alice.email, "password": "faux"})

    client.post("/compte/login/", {"login": cast.alice.email, "password": PASSWORD})

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("path", "method", "data", "kind"),
    [
        ("/recherche/", "get", {"q": "x"}, limits.SEARCH),
        ("/recherche/", "get", {}, ""),
        ("/v/membres/", "post", {}, limits.INVITE),
        ("/compte/login/", "post", {"file": SimpleUploadedFile("a", b"x")}, limits.UPLOAD),
        ("/", "get", {}, ""),
    ],
)
def test_what_counts_against_which_limit(path: str, method: str, data: dict[str, Any], kind: str) -> None:
    request = getattr(RequestFactory(), method)(path, data)
    if method == "post" and not data:
        request = RequestFactory().post(path, "a=b", content_type="application/x-www-form-urlencoded")
    request.resolver_match = resolve(path)

    assert limits.kind_of(request) == kind


@pytest.mark.django_db
def test_counting_is_shared_by_processes_through_the_database(
    settings: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "kernel_cache",
        }
    }
    call_command("createcachetable", verbosity=0)  # what migrate does where the cache is the database
    monkeypatch.setitem(limits.RATES, limits.SEARCH, "1/m/ip")

    answers = [client.get("/recherche/", {"q": "x"}).status_code for _ in range(2)]

    assert answers == [200, 429]


def code_of(secret: str) -> str:
    """What the person's telephone shows now (RFC 6238)."""
    return str(totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))))


def test_a_second_factor_is_set_up_and_then_asked_for(client: Client, cast: Cast) -> None:
    who = {"login": cast.alice.email, "password": PASSWORD}
    activate = "/compte/2fa/totp/activate/"
    client.post("/compte/login/", who)
    client.post(f"/compte/reauthenticate/?next={activate}", {"password": PASSWORD})
    secret = client.get(activate).context["form"].secret

    client.post(activate, {"code": code_of(secret)})

    later = Client()
    asked = later.post("/compte/login/", who)
    assert asked["Location"].startswith("/compte/2fa/authenticate/")
    assert "_auth_user_id" not in later.session
    later.post(asked["Location"], {"code": "000000"})
    assert "_auth_user_id" not in later.session
    cache.clear()  # the same code does not serve twice within its half minute
    later.post(asked["Location"], {"code": code_of(secret)})
    assert "_auth_user_id" in later.session
