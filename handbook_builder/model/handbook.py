"""The whole manual as values: what all stages after loading work on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from handbook_builder.model.procedure import Flow, Guide, Procedure
from handbook_builder.model.registers import (
    DataItem,
    Entry,
    Form,
    PersonalDocument,
    Practice,
    Role,
    Service,
    Source,
    Term,
)
from handbook_builder.model.settings import Group, Settings
from handbook_builder.model.text import Wording
from handbook_builder.model.walks import wordings_in

SETTINGS_FILE = "handbook.yml"
"""The file of the settings, in the root folder of a manual."""


@dataclass(frozen=True)
class Origin:
    """Where an item was written: the file, and the way to it from the root of that file."""

    file: str
    loc: tuple[str | int, ...] = ()


@dataclass(frozen=True)
class Handbook:
    """A loaded manual. Every map is keyed by id and ordered: by code for guides, by id or as written for the rest."""

    settings: Settings = field(default_factory=Settings)
    has_settings: bool = False
    """Whether the settings were written by an author."""
    procedures: Mapping[str, Procedure] = field(default_factory=dict)
    flows: Mapping[str, Flow] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    services: Mapping[str, Service] = field(default_factory=dict)
    forms: Mapping[str, Form] = field(default_factory=dict)
    documents: Mapping[str, PersonalDocument] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    data: Mapping[str, DataItem] = field(default_factory=dict)
    practices: Mapping[str, Practice] = field(default_factory=dict)
    glossary: Mapping[str, Term] = field(default_factory=dict)
    origins: Mapping[tuple[str, str], Origin] = field(default_factory=dict)
    damaged: frozenset[str] = frozenset()
    """Files of which parts could not be understood: only what surely stands in them is checked."""
    lost: frozenset[tuple[str, str]] = frozenset()
    """Kind and id of items that exist but could not be loaded: a reference to one is not a second mistake.

    The id "*" stands for any: a whole register could not be read. Steps are of the kind "step", named "guide/step".
    """

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of the manual, the source language first."""
        return self.settings.languages

    @property
    def guides(self) -> Iterator[Guide]:
        """Procedures, then flows."""
        yield from self.procedures.values()
        yield from self.flows.values()

    @cached_property
    def missing_translations(self) -> Mapping[str, int]:
        """Number of texts that each guide still lacks in the languages besides the source, by its id."""
        others = self.languages[1:]
        missing = Counter(
            origin for origin, _, wording in self.wordings for one in others if not wording.get(one, "").strip()
        )
        return {guide.id: missing[self.origin(guide)] for guide in self.guides}

    @cached_property
    def related_from(self) -> Mapping[str, tuple[str, ...]]:
        """The guides that name each guide as related, by its id."""
        found: dict[str, list[str]] = {}
        for guide in self.guides:
            for id in guide.related:
                found.setdefault(id, []).append(guide.id)
        return {id: tuple(ids) for id, ids in found.items()}

    @cached_property
    def wordings(self) -> tuple[tuple[Origin, tuple[str | int, ...], Wording], ...]:
        """Every wording of the manual: the item's origin, the way from there, and the wording."""
        kinds = ("procedure", "flow", "role", "service", "form", "document", "source", "data", "practice", "term")
        items = [item for kind in kinds for item in self.entries(kind).values()]
        parts: list[tuple[Origin, Any]] = [(self.origin(item), item) for item in items]
        if self.has_settings:
            parts.insert(0, (Origin(SETTINGS_FILE), self.settings))
        return tuple((origin, loc, wording) for origin, part in parts for loc, wording in wordings_in(part))

    def guide(self, id: str) -> Guide | None:
        """Give the procedure or flow with this id, or None."""
        return self.procedures.get(id) or self.flows.get(id)

    def entries(self, kind: str) -> Mapping[str, Any]:
        """Give the items of a kind: procedure, flow, role, service, form, document, source, data, practice or term."""
        return {
            "procedure": self.procedures,
            "flow": self.flows,
            "role": self.roles,
            "service": self.services,
            "form": self.forms,
            "document": self.documents,
            "source": self.sources,
            "data": self.data,
            "practice": self.practices,
            "term": self.glossary,
        }[kind]

    def has(self, kind: str, id: str) -> bool:
        """Tell whether there is an item with this id, be it one that could not be loaded."""
        return (kind != "step" and id in self.entries(kind)) or (kind, id) in self.lost or (kind, "*") in self.lost

    def origin(self, item: Guide | Entry) -> Origin:
        """Tell where an item was written."""
        return self.origins[item.kind, item.id]

    def group_of(self, procedure: Procedure) -> Group:
        """Give the family of a procedure, which is the folder of its file."""
        id = self.origin(procedure).file.split("/")[-2]
        return next(group for group in self.groups if group.id == id)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The families in the order of the settings, then those that only have a folder, by name."""
        known = {group.id for group in self.settings.groups}
        folders = {self.origin(procedure).file.split("/")[-2] for procedure in self.procedures.values()}
        source = self.settings.source_language
        found = (Group(id=id, title=Wording({source: _as_title(id)})) for id in sorted(folders - known))
        return (*self.settings.groups, *found)

    def procedures_in(self, group: Group) -> list[Procedure]:
        """Give the procedures of a family in order."""
        return [one for one in self.procedures.values() if self.origin(one).file.split("/")[-2] == group.id]


def _as_title(id: str) -> str:
    words = id.replace("-", " ")
    return words[:1].upper() + words[1:]
