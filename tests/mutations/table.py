"""The tables of the mistakes that were tried: takes verdicts, gives the two pages in ``docs/developers``.

What finds a kind is named as the kind asks for it; that each mistake was found so, the run has shown. So a change of
the manual, which moves the mistakes to other places, leaves the tables as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from string import Template

from handbook_builder.diff.change import Weight
from tests.mutations.kind import KINDS, Kind
from tests.mutations.trial import Verdict

PAGES = {"pt": "mutations.md", "en": "mutations.en.md"}
"""The pages by language; what stands above the tables is in ``page.md`` and ``page.en.md`` here."""

TEXTS = {"pt": "page.md", "en": "page.en.md"}
FOLDER = Path(__file__).parent.parent.parent / "docs" / "developers"

PARTS: Mapping[tuple[str, ...], tuple[str, str]] = {
    ("files", "signs"): ("Ficheiros, espaços e sinais", "Files, spaces and signs"),
    ("shapes",): ("Chaves e valores", "Keys and values"),
    ("names",): ("Identificadores", "Ids"),
    ("flows",): ("Passos, caminhos e casos práticos", "Steps, ways and worked cases"),
    ("texts",): ("Textos", "Texts"),
    ("facts",): ("Factos e controlo documental", "Facts and document control"),
}
"""The modules of the kinds in a table, of which the first names it in links, and its titles."""

CLASSES = {
    Weight.CRITICAL: ("diferença: crítica", "diff: critical"),
    Weight.MEANING: ("diferença: sentido", "diff: meaning"),
    Weight.EDITORIAL: ("diferença: editorial", "diff: editorial"),
    Weight.NONE: ("nada a dizer", "nothing to tell"),
}

HEADS = {
    "pt": "| Engano | Enganos | Quem o apanha |\n| --- | ---: | --- |\n",
    "en": "| Mistake | Mistakes | What catches it |\n| --- | ---: | --- |\n",
}


def pages(verdicts: Iterable[Verdict]) -> dict[str, str]:
    """Give both pages, by the name of their file."""
    found = list(verdicts)
    made = Counter(one.kind.id for one in found)
    return {name: _page(language, found, made) for language, name in PAGES.items()}


def _page(language: str, found: list[Verdict], made: Counter[str]) -> str:
    numbers = {"kinds": len(KINDS), "count": len(found)}
    for name, of_sort in SORTS.items():
        own = [one for one in found if of_sort(one.kind)]
        numbers[name] = len(own)
        numbers[f"{name}_kinds"] = len({one.kind.id for one in own})
        numbers[f"{name}_right"] = sum(one.is_right for one in own)
    head = (Path(__file__).parent / TEXTS[language]).read_text(encoding="utf-8")
    parts = [Template(head).substitute(numbers)]
    at = list(PAGES).index(language)
    for modules, titles in PARTS.items():
        kinds = [kind for kind in KINDS if kind.make.__module__.rpartition(".")[2] in modules]
        rows = (f"| {(kind.pt, kind.en)[at]} | {made[kind.id]} | {_finder(kind, language)} |\n" for kind in kinds)
        parts.append(f"## {titles[at]} {{#{modules[0]}}}\n\n{HEADS[language]}{''.join(rows)}")
    return "\n".join(parts)


SORTS: Mapping[str, Callable[[Kind], bool]] = {
    "told": lambda kind: bool(kind.codes),
    "classed": lambda kind: bool(kind.weight),
    "none": lambda kind: kind.weight is Weight.NONE,
}
"""What should happen to a kind, by the names in the pages."""


def _finder(kind: Kind, language: str) -> str:
    suffix = {"pt": "md", "en": "en.md"}[language]
    links = (f"[`{code}`](../authoring/checks/{code}.{suffix})" for code in kind.codes)
    return ", ".join(links) or CLASSES[kind.weight or Weight.NONE][list(PAGES).index(language)]
