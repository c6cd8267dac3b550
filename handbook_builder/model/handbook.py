"""The whole manual as values: what all stages after loading work on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias, get_args

from handbook_builder.model.inline import links_in, parse_inline
from handbook_builder.model.procedure import Flow, Guide, Procedure
from handbook_builder.model.questionnaire import Questionnaire
from handbook_builder.model.registers import (
    Area,
    DataItem,
    Entry,
    Form,
    Need,
    PersonalDocument,
    Practice,
    Role,
    Service,
    Source,
    Term,
)
from handbook_builder.model.settings import Group, Settings
from handbook_builder.model.steps import Referral
from handbook_builder.model.text import Priority, Wording
from handbook_builder.model.translations import Doubt, State
from handbook_builder.model.walks import wordings_in
from handbook_builder.model.workshop import Workshop

Item: TypeAlias = Guide | Entry | Workshop | Questionnaire
"""What an author writes and others name by its id."""

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
    needs: Mapping[str, Need] = field(default_factory=dict)
    areas: Mapping[str, Area] = field(default_factory=dict)
    forms: Mapping[str, Form] = field(default_factory=dict)
    documents: Mapping[str, PersonalDocument] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    data: Mapping[str, DataItem] = field(default_factory=dict)
    practices: Mapping[str, Practice] = field(default_factory=dict)
    glossary: Mapping[str, Term] = field(default_factory=dict)
    workshops: Mapping[str, Workshop] = field(default_factory=dict)
    questionnaires: Mapping[str, Questionnaire] = field(default_factory=dict)
    origins: Mapping[tuple[str, str], Origin] = field(default_factory=dict)
    damaged: frozenset[str] = frozenset()
    """Files of which parts could not be understood: only what surely stands in them is checked."""
    lost: frozenset[tuple[str, str]] = frozenset()
    """Kind and id of items that exist but could not be loaded: a reference to one is not a second mistake.

    The id "*" stands for any: a whole register could not be read. Steps are of the kind "step", named "guide/step".
    """
    doubts: Mapping[str, Mapping[Wording, Doubt]] = field(default_factory=dict)
    """By language, the texts of which the translation may not say what the source says now."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of the manual, the source language first."""
        return self.settings.languages

    @property
    def guides(self) -> Iterator[Guide]:
        """Procedures, then flows."""
        yield from self.procedures.values()
        yield from self.flows.values()

    def translation_of(self, wording: Wording, language: str) -> State:
        """Tell how a text stands in a language."""
        if not wording.get(language, "").strip():
            return "missing"
        doubt = self.doubts.get(language, {}).get(wording)
        return doubt.kind if doubt and doubt.kind != "unrecorded" else "done"

    @cached_property
    def open_translations(self) -> Mapping[str, int]:
        """Number of texts of each guide that lack, or are to be translated anew, in all languages, by its id."""
        others = self.languages[1:]
        found = Counter(
            origin for origin, _, text in self.wordings for one in others if self.translation_of(text, one) != "done"
        )
        return {guide.id: found[self.origin(guide)] for guide in self.guides}

    @cached_property
    def related_from(self) -> Mapping[str, tuple[str, ...]]:
        """The guides that name each guide as related, by its id."""
        found: dict[str, list[str]] = {}
        for guide in self.guides:
            for id in guide.related:
                found.setdefault(id, []).append(guide.id)
        return {id: tuple(ids) for id, ids in found.items()}

    @cached_property
    def users(self) -> Mapping[tuple[str, str], tuple[Guide, ...]]:
        """The guides that name an entry of a register, in a key or in a link, by the kind and id of the entry."""
        found: dict[tuple[str, str], dict[str, Guide]] = {}
        for guide in self.guides:
            for key in (*_named(guide), *self.links.get(self.origin(guide), ())):
                found.setdefault(key, {})[guide.id] = guide
        return {key: tuple(guides.values()) for key, guides in found.items()}

    @cached_property
    def links(self) -> Mapping[Origin, tuple[tuple[str, str], ...]]:
        """What the wordings of each item link to, as kind and id."""
        found: dict[Origin, list[tuple[str, str]]] = {}
        for origin, _, wording in self.wordings:
            for text in wording.values():
                if "](" in text:
                    links = links_in(parse_inline(text))
                    found.setdefault(origin, []).extend((link.scheme, link.item) for link in links if link.scheme)
        return {origin: tuple(keys) for origin, keys in found.items()}

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Everything that an author wrote and that has an id."""
        return tuple(item for items in self._by_kind.values() for item in items.values())

    @cached_property
    def wordings(self) -> tuple[tuple[Origin, tuple[str | int, ...], Wording], ...]:
        """Every wording of the manual: the item's origin, the way from there, and the wording."""
        parts: list[tuple[Origin, Any]] = [(self.origin(item), item) for item in self.items]
        if self.has_settings:
            parts.insert(0, (Origin(SETTINGS_FILE), self.settings))
        return tuple((origin, loc, wording) for origin, part in parts for loc, wording in wordings_in(part))

    @cached_property
    def at_hand(self) -> tuple[Service, ...]:
        """The services on the sheet of numbers: by priority, then in the order of the needs."""
        priorities, needs = (*get_args(Priority), None), list(self.needs)

        def rank(service: Service) -> tuple[int, int]:
            first_need = min((needs.index(id) for id in service.needs if id in self.needs), default=len(needs))
            return priorities.index(service.at_hand), first_need

        return tuple(sorted((one for one in self.services.values() if one.at_hand), key=rank))

    def guide(self, id: str) -> Guide | None:
        """Give the procedure or flow with this id, or None."""
        return self.procedures.get(id) or self.flows.get(id)

    def entries(self, kind: str) -> Mapping[str, Any]:
        """Give the items of a kind, by id."""
        return self._by_kind[kind]

    @cached_property
    def _by_kind(self) -> Mapping[str, Mapping[str, Any]]:
        return {
            "procedure": self.procedures,
            "flow": self.flows,
            "role": self.roles,
            "service": self.services,
            "need": self.needs,
            "area": self.areas,
            "form": self.forms,
            "document": self.documents,
            "source": self.sources,
            "data": self.data,
            "practice": self.practices,
            "term": self.glossary,
            "workshop": self.workshops,
            "questionnaire": self.questionnaires,
        }

    def has(self, kind: str, id: str) -> bool:
        """Tell whether there is an item with this id, be it one that could not be loaded."""
        return (kind != "step" and id in self.entries(kind)) or (kind, id) in self.lost or (kind, "*") in self.lost

    def origin(self, item: Item) -> Origin:
        """Tell where an item was written."""
        return self.origins[item.kind, item.id]

    def register_file(self, kind: str) -> str:
        """Give the file that holds a register; its folder if there are several, or none."""
        found = {self.origin(entry).file for entry in self.entries(kind).values()}
        return found.pop() if len(found) == 1 else "procedures/registers"

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


def _named(guide: Guide) -> Iterator[tuple[str, str]]:
    """Give the kind and id of the register entries that a guide names in its keys."""
    approver = guide.control.approved_by
    yield from (("role", id) for id in (guide.owner, approver) if id)
    yield from [("service", approver)] if approver else []
    yield from (("document", need.document) for need in guide.documents)
    for holder in (guide, *guide.steps):
        yield from (("form", id) for id in holder.forms)
        yield from (("source", id) for id in holder.sources)
    for step in guide.steps:
        yield from [("role", step.who)] if step.who else []
        yield from (("document", id) for id in step.documents)
        if isinstance(step, Referral):
            yield "service", step.to
            yield from (("data", id) for id in step.shares)


def _as_title(id: str) -> str:
    words = id.replace("-", " ")
    return words[:1].upper() + words[1:]
