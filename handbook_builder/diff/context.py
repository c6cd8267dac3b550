"""The two revisions under comparison, and the spots in them: what all parts of a comparison share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from handbook_builder.diff.change import Item, Place
from handbook_builder.diff.match import overlap
from handbook_builder.diff.rules import REFERENCES, namespace
from handbook_builder.diff.wordings import bare_words, vocabulary
from handbook_builder.load import Library
from handbook_builder.model.control import Change as Revision
from handbook_builder.model.handbook import SETTINGS_FILE, Handbook, Origin
from handbook_builder.model.inline import parse_inline, plain_text
from handbook_builder.model.procedure import NeededDocument
from handbook_builder.model.registers import Channel
from handbook_builder.model.settings import Group, Settings
from handbook_builder.model.steps import Run
from handbook_builder.model.walks import wordings_in

Loc = tuple[str | int, ...]


@dataclass(frozen=True)
class Side:
    """One of the two revisions."""

    handbook: Handbook
    library: Library
    is_old: bool = False

    def origin(self, item: Item) -> Origin:
        """Tell where an item was written."""
        match item:
            case Settings():
                return Origin(SETTINGS_FILE)
            case Group():
                return Origin(SETTINGS_FILE, ("groups", self.handbook.settings.groups.index(item)))
            case _:
                return self.handbook.origin(item)

    def place(self, item: Item, loc: Loc) -> Place:
        """Give the line of a value of an item."""
        origin = self.origin(item)
        document = self.library.documents.get(origin.file)  # settings may stand in no file
        return Place(origin.file, document.span((*origin.loc, *loc)).line if document else 1, self.is_old)

    def is_whole(self, item: Item) -> bool:
        """Tell whether the item's file could be read in full."""
        return self.origin(item).file not in self.handbook.damaged

    def may_have(self, kind: str, id: str) -> bool:
        """Tell whether an item that was not found may stand in what could not be read."""
        return bool(self.handbook.lost & {(kind, id), (kind, "*")})


@dataclass(frozen=True)
class Spot:
    """Where in both revisions the comparison is: the names that lead there, and the way through each file."""

    step: str | None = None
    path: str = ""
    """The way from the step or item on: ``answers[support].next``."""
    names: tuple[str, ...] = ()
    """Names of fields alone, from the item on: what the rules go by."""
    old: Loc | None = ()
    new: Loc | None = ()
    """None where that revision has nothing there."""
    about: str = ""

    def field(self, name: str, about: str = "") -> Spot:
        """Give the spot of a field."""
        old, new = ((*loc, name) if loc is not None else None for loc in (self.old, self.new))
        path = f"{self.path}.{name}" if self.path else name
        return replace(self, path=path, names=(*self.names, name), old=old, new=new, about=about)

    def at(self, key: str, old: int | str | None, new: int | str | None) -> Spot:
        """Give the spot of what stands in a list or map."""
        return replace(self, path=f"{self.path}[{key}]", old=_below(self.old, old), new=_below(self.new, new))


def _below(loc: Loc | None, key: int | str | None) -> Loc | None:
    return None if loc is None or key is None else (*loc, key)


@dataclass(frozen=True)
class Context:
    """Both revisions, and how items are called now."""

    old: Side
    new: Side
    renamed: dict[tuple[str, str], str] = field(default_factory=dict)
    """New ids of renamed items, by kind and old id; the kind of procedures and flows is "guide"."""
    _vocabularies: dict[str, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The source language."""
        return self.new.handbook.settings.source_language

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the newer revision."""
        return self.new.handbook.languages

    def with_new_id(self, value: Any, field: str) -> Any:
        """Give a value of a field with the new id of what it names, if that was renamed."""
        if isinstance(value, NeededDocument):
            return value.model_copy(update={"document": self.with_new_id(value.document, "document")})
        return self.renamed.get((REFERENCES.get(field, ""), value), value) if isinstance(value, str) else value

    def with_new_links(self, text: str) -> str:
        """Put the new ids of renamed items into the links of an older text, which then still lead to the same."""
        if not self.renamed or "](" not in text:
            return text
        return re.sub(
            r"\]\((\w+):([^()\s]+)\)",
            lambda link: f"]({link[1]}:{self.renamed.get((namespace(link[1]), link[2]), link[2])})",
            text,
        )

    def alike(self, old: Any, new: Any) -> float:
        """Tell how much two items, steps or other parts have in common: from 0 to 1."""
        if type(old) is not type(new) or isinstance(old, str | NeededDocument | Revision):
            return 0.0
        if isinstance(old, Channel):
            return float(old.kind == new.kind)
        return overlap(self.words_in(old), self.words_in(new))

    def words_in(self, value: Any) -> Counter[str]:
        """Count the words that something says in the source language."""
        said = [wording.get(self.source, "") for _, wording in wordings_in(value)]
        said += [value.run] if isinstance(value, Run) else []
        return Counter(word for text in said for word in bare_words(plain_text(parse_inline(text))))

    def both_in_use(self, language: str) -> Callable[[str, str], bool]:
        """Give what tells whether the manual knows two spellings as words of their own."""

        def texts(side: Side) -> Iterator[str]:
            return (wording.get(language, "") for _, _, wording in side.handbook.wordings)

        def both(old: str, new: str) -> bool:
            if language not in self._vocabularies:  # few changes ask for it
                self._vocabularies[language] = vocabulary(texts(self.old)), vocabulary(texts(self.new))
            before, after = self._vocabularies[language]
            return old in after and new in before

        return both
