"""The menu of the generated pages: takes an edition, gives nested lists of titles and files, as site generators read."""

from __future__ import annotations

from typing import TypeAlias

from handbook_builder.render import paths
from handbook_builder.render.writer import Edition

Entry: TypeAlias = "str | dict[str, str | list[Entry]]"


def menu_of(edition: Edition) -> dict[str, tuple[str, list[Entry]]]:
    """Give the menu below each generated folder: its title in the edition's language, and its entries.

    Files are those of the source language: a site generator that knows languages puts each in the reader's own.
    """
    handbook, words = edition.handbook, edition.words

    def file(place: str) -> str:
        return paths.file_of(place, "")

    def named(word: str, place: str) -> Entry:
        return {words[word]: file(place)}

    groups: list[Entry] = [
        {
            edition.name(group): [
                file(paths.place_of(group, handbook)),
                *(file(paths.place_of(one, handbook)) for one in handbook.procedures_in(group)),
            ]
        }
        for group in handbook.groups
    ]
    roles = [file(paths.place_of(role, handbook)) for role in handbook.roles.values()]
    forms = [file(paths.place_of(form, handbook)) for form in handbook.forms.values()]
    return {
        "procedures": (words["procedures"], [file(paths.PROCEDURES), *groups]),
        "flows": (
            words["flows"],
            [file(paths.FLOWS), *(file(paths.place_of(flow, handbook)) for flow in handbook.flows.values())],
        ),
        "reference": (
            words["reference"],
            [
                named("a_z", paths.A_Z),
                named("services", paths.SERVICES),
                {words["forms"]: [file(paths.FORMS), *forms]},
                named("documents", paths.DOCUMENTS),
                {words["roles"]: [file(paths.ROLES), *roles]},
                named("matrix", paths.MATRIX),
                named("glossary", paths.GLOSSARY),
                named("sources", paths.SOURCES),
                named("status", paths.STATUS),
            ],
        ),
    }
