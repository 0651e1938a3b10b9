"""What we depend on is pinned, and there for a reason."""

import re
import tomllib

from tests.architecture import tree

NAME = re.compile(r"^\s*\"(?P<name>[A-Za-z0-9._-]+)(\[[^]]+\])?\s*[^\"]*\",?\s*(#\s*(?P<reason>.+))?$")
REQUIREMENT = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^]]+\])?==(?P<version>\S+)")


def declared() -> set[str]:
    project = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    groups = project["dependency-groups"].values()
    listed = [project["project"]["dependencies"], *extras, *groups]
    return {re.split(r"[\[<>=!~; ]", line)[0] for lines in listed for line in lines}


def test_each_dependency_says_why_it_is_there() -> None:
    found = [
        NAME.match(line) for line in (tree.ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    ]

    reasons = {match["name"]: match["reason"] for match in found if match}

    assert {name for name in declared() if len(reasons.get(name) or "") < 8} == set()


def test_each_requirement_is_pinned_with_its_hashes() -> None:
    written = (tree.ROOT / "requirements.txt").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", written.strip())

    loose = [
        block.splitlines()[0]
        for block in blocks
        if not REQUIREMENT.match(block) or "--hash=sha256:" not in block
    ]

    assert not loose
    pinned = {re.sub(r"[-_.]+", "-", REQUIREMENT.match(block)["name"]).lower() for block in blocks}  # type: ignore[index]  # matched above
    assert {re.sub(r"[-_.]+", "-", name).lower() for name in declared()} <= pinned, "run `make lock`"


def test_the_requirements_name_no_place() -> None:
    written = (tree.ROOT / "requirements.txt").read_text(encoding="utf-8")

    strange = [
        line
        for line in written.splitlines()
        if re.match(r"\s*(-[ief]|--(?!hash=sha256:))|.*(https?|file):", line)
    ]

    assert not strange
