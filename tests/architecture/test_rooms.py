"""Every app opens on the same rooms, and says at its door what it answers for."""

import ast

from tests.architecture.tree import ROOT, SRC, text

LIBRARIES = {"kernel", "reading", "values"}  # open everywhere: they name their modules as they like
ROOMS = {"urls", "views", "api", "forms", "actions", "queries", "permissions", "models", "rules"}
FURNITURE = {"__init__", "apps", "locale", "management", "migrations", "static", "templates", "templatetags"}

# a module beside the rooms → why it is none of them
BESIDE = {
    "*.panels": "what the app shows on the pages of `site`, registered in the kernel",
    "*.jobs": "what the app's background jobs do, registered in the kernel",
    "*.nightly": "what the app does every night, registered in the kernel",
    "site.demo": "the town, the accounts and the loaders of `relance demo`",
    "site.demo_plans": "… its plans and documents",
    "*.tables": "columns of the lists of the app's views",
    "*.filters": "the lists' filters",
    "*.retention": "how long the app keeps what, registered in the kernel",
}


def apps() -> list[str]:
    return sorted(folder.name for folder in (SRC / "relance").iterdir() if (folder / "__init__.py").exists())


def test_an_app_has_the_rooms_of_its_neighbours() -> None:
    strange = []
    for app in set(apps()) - LIBRARIES:
        for entry in (SRC / "relance" / app).iterdir():
            room = entry.stem if entry.suffix == ".py" else entry.name
            known = room in ROOMS | FURNITURE or f"*.{room}" in BESIDE or f"{app}.{room}" in BESIDE
            if not known and not room.startswith(("__pycache__", ".")):
                strange.append(f"{entry.relative_to(ROOT)}: a room of {sorted(ROOMS)}, or a reason in BESIDE")
    assert not strange, "\n".join(strange)


def test_a_library_names_no_room_of_the_web_but_the_kernel() -> None:
    for library in LIBRARIES - {"kernel"}:
        found = {path.stem for path in (SRC / "relance" / library).rglob("*.py")}
        assert not found & {"urls", "views", "forms", "models"}, library


def test_an_app_says_at_its_door_what_it_answers_for() -> None:
    silent = []
    for app in apps():
        words = (
            ast.get_docstring(ast.parse(text((SRC / "relance" / app / "__init__.py").relative_to(ROOT))))
            or ""
        )
        if len(words.splitlines()) < 3:
            silent.append(f"src/relance/{app}/__init__.py: what it answers for, what not, who may call it")
    assert not silent, "\n".join(silent)


def test_every_module_says_what_it_is() -> None:
    nameless = []
    for path in (SRC).rglob("*.py"):
        if "migrations" in path.parts or path.name in ("__init__.py", "apps.py") or "models" in path.parts:
            continue  # a model's own docstring says it
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))):
            nameless.append(str(path.relative_to(ROOT)))
    assert not nameless, "no docstring:\n" + "\n".join(nameless)
