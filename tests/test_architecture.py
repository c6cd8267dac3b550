"""The architecture page tells the truth: every module is on it, and imports keep to its layers and homes."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "handbook_builder"
PAGES = {
    "pt": ROOT / "docs" / "developers" / "architecture.md",
    "en": ROOT / "docs" / "developers" / "architecture.en.md",
}
DECISIONS = ROOT / "docs" / "developers" / "decisions"
MODULES = {file.relative_to(PACKAGE).as_posix(): file for file in sorted(PACKAGE.rglob("*.py"))}
WATCHED = {"subprocess"}
"""Modules of Python's own library that have one home as well."""


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def is_empty(module: str) -> bool:
    """Whether a module holds a docstring at most, as ``__init__.py`` of a folder does."""
    return len(tree_of(module).body) <= 1 and module.endswith("__init__.py")


def imports_of(module: str) -> Iterator[tuple[str, int]]:
    """Give the full names that a module imports, wherever in it, with the line."""
    folder = ("handbook_builder", *module.split("/")[:-1])
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(folder[: len(folder) - node.level + 1]) if node.level else ""
            source = ".".join(part for part in (base, node.module) if part)
            yield from ((f"{source}.{alias.name}", node.lineno) for alias in node.names)


def module_of(name: str) -> str | None:
    """Give the module of the package that an imported name leads to, or None for a name from outside."""
    first, *rest = name.split(".")
    if first != "handbook_builder":
        return None
    for length in range(len(rest), -1, -1):  # the last parts may be names inside the module
        path = "/".join(rest[:length])
        for file in (f"{path}.py", f"{path}/__init__.py".lstrip("/")):
            if file in MODULES:
                return file
    raise AssertionError(f"nothing in the package is called {name}")


def section(language: str, anchor: str) -> str:
    """Give the text below the heading with an anchor, up to the next heading."""
    return re.split(r"^#.*$", PAGES[language].read_text(encoding="utf-8").split(f"{{#{anchor}}}\n")[1], flags=re.M)[0]


def tables(text: str) -> list[list[list[str]]]:
    """Give the rows of each table, without its head: the words in code style of each cell."""
    blocks = re.findall(r"(?:^\|.*\n)+", text, re.M)
    rows = [[line.strip("|").split("|") for line in block.strip().split("\n")[2:]] for block in blocks]
    return [[[" ".join(re.findall(r"`([^`]+)`", cell)) for cell in row] for row in block] for block in rows]


def is_in(module: str, places: str) -> bool:
    """Whether a module is one of the places, or in one of their folders."""
    return any(module == place or (place.endswith("/") and module.startswith(place)) for place in places.split())


@cache
def layers(language: str) -> Mapping[str, int]:
    """Give the row of the page's table that each module stands in, counted from the top."""
    rows = [row[1] for row in tables(section(language, "layers"))[0]]
    found: dict[str, int] = {}
    for module in MODULES:
        places = [at for at, row in enumerate(rows) if is_in(module, row)]
        assert len(places) == 1 or is_empty(module), f"{module} should stand in one layer, not in {len(places)}"
        if places:
            found[module] = places[0]
    return found


def homes(language: str) -> dict[str, str]:
    """Give the places that may import each outside tool."""
    return {tool: row[2] for row in tables(section(language, "layers"))[1] for tool in row[1].split()}


def test_the_pages_tell_the_same_layers_and_homes() -> None:
    assert layers("pt") == layers("en")
    assert homes("pt") == homes("en")


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_downward(module: str) -> None:
    for name, line in imports_of(module):
        other = module_of(name)
        if other is None or is_empty(other):
            continue
        assert layers("en")[other] >= layers("en")[module], f"{module}:{line} imports {name} from a layer above"


@pytest.mark.parametrize("module", MODULES)
def test_an_outside_tool_is_imported_only_in_its_home(module: str) -> None:
    for name, line in imports_of(module):
        tool = name.split(".")[0]
        if tool == "handbook_builder" or (tool in sys.stdlib_module_names and tool not in WATCHED):
            continue
        home = homes("en").get(tool)
        assert home is not None, f"{module}:{line} imports {tool}, for which the architecture page names no home"
        assert is_in(module, home), f"{module}:{line} imports {tool}, whose home is {home}"


def test_no_home_is_left_empty() -> None:
    for tool, home in homes("en").items():
        for place in home.split():
            inside = [module for module in MODULES if is_in(module, place)]
            used = {name.split(".")[0] for module in inside for name, _ in imports_of(module)}
            assert tool in used, f"nothing in {place} imports {tool}"


@pytest.mark.parametrize("language", PAGES)
def test_every_module_is_on_the_page_and_nothing_else(language: str) -> None:
    text = PAGES[language].read_text(encoding="utf-8")
    listed = text.split("{#modules}")[1].split("{#not-python}")[0]
    named = {name for table in tables(listed) for row in table for name in row[0].split()}
    assert named == {module for module in MODULES if not is_empty(module)}


@pytest.mark.parametrize("language", PAGES)
def test_every_folder_without_python_is_on_the_page(language: str) -> None:
    named = " ".join(row[0] for row in tables(section(language, "not-python"))[0]).split()
    code = {path.parent for path in MODULES.values()}
    folders = {path for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    expected = {f"{folder.name}/" for folder in folders - code}
    assert expected <= set(named)
    assert all((PACKAGE / name).is_dir() for name in named)


@pytest.mark.parametrize("language", PAGES)
def test_the_stages_are_those_of_the_build_in_their_order(language: str) -> None:
    listed = [
        name
        for line in re.findall(r"^\d+\. (.*?): ", section(language, "stages"), re.M)
        for name in re.findall(r"`([^`]+)`", line)
    ]
    source = MODULES["build.py"].read_text(encoding="utf-8")
    places = [source.find(f"{name}(") for name in listed]
    assert len(listed) > 5
    assert -1 not in places and places == sorted(places), dict(zip(listed, places, strict=True))


@pytest.mark.parametrize("language", PAGES)
def test_every_decision_is_on_the_page_and_has_its_parts(language: str) -> None:
    suffix = ".md" if language == "pt" else ".en.md"
    files = sorted(
        file for file in DECISIONS.glob(f"*{suffix}") if language == "en" or not file.name.endswith(".en.md")
    )
    text = section(language, "decisions")
    for number, file in enumerate(files, 1):
        content = file.read_text(encoding="utf-8")
        assert content.startswith(f"# {number:04}: ") and file.name.startswith(f"{number:04}-")
        assert re.findall(r"\{#([a-z]+)\}", content) == ["context", "decision", "consequences"]
        assert f"[{content.partition(chr(10))[0][2:]}](decisions/{file.name.replace('.en.md', '.md')})" in text
