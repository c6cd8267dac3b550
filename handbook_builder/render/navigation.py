"""The menu of the generated pages: takes an edition, gives nested lists of titles and files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from handbook_builder.model.handbook import Handbook
from handbook_builder.model.procedure import Guide
from handbook_builder.render import paths
from handbook_builder.render.page import for_theme
from handbook_builder.render.writer import Edition

MOST = 9
"""Options that one level of a menu may show (Selo de Usabilidade e Acessibilidade, requirement on menus)."""

Entry: TypeAlias = "str | dict[str, str | list[Entry]]"


def menu_of(edition: Edition) -> dict[str, tuple[str, list[Entry]]]:
    """Give the menu below each generated folder: its title in the edition's language, and its entries.

    Files are those of the source language: a site generator that knows languages puts each in the reader's own.
    """
    handbook, words = edition.handbook, edition.words

    def file(place: str) -> str:
        return paths.file_of(place, "")

    def named(word: str, place: str) -> Entry:
        # An index in the list of a part would be taken for the page of that part, and leave the menu.
        return {words[word]: [file(place)] if place.endswith("/index") else file(place)}

    def listed(index: str, items: Iterable[Guide]) -> list[Entry]:
        """Give an index and its pages that still apply; the index alone if they are too many, for it lists them all."""
        below = [file(paths.place_of(item, handbook)) for item in items if not item.control.is_retired]
        return [file(index), *(below if len(below) <= MOST else [])]

    groups: list[Entry] = [
        {for_theme(edition.name(group)): listed(paths.place_of(group, handbook), handbook.procedures_in(group))}
        for group in handbook.groups
    ]
    return {
        "procedures": (words["procedures"], [file(paths.PROCEDURES), *groups]),
        "flows": (words["flows"], listed(paths.FLOWS, handbook.flows.values())),
        "workshops": (words["training"], _trainings(handbook)),
        "reference": (
            words["reference"],
            [
                named("a_z", paths.A_Z),
                (
                    {words["contacts"]: [named("services", paths.SERVICES), named("numbers", paths.NUMBERS)]}
                    if handbook.at_hand
                    else named("services", paths.SERVICES)
                ),
                named("forms", paths.FORMS),
                named("documents", paths.DOCUMENTS),
                named("roles", paths.ROLES),
                *([named("practices", paths.PRACTICES)] if handbook.practices else []),
                named("glossary", paths.GLOSSARY),
                named("sources", paths.SOURCES),
                {
                    words["control"]: [
                        named("status", paths.STATUS),
                        named("reviews", paths.REVIEWS),
                        *([named("translations", paths.TRANSLATIONS)] if handbook.languages[1:] else []),
                    ]
                },
            ],
        ),
    }


def _trainings(handbook: Handbook) -> list[Entry]:
    """Give the pages of workshops, each with the way to its material; none where there are no workshops."""
    if not handbook.workshops:
        return []
    places = [paths.place_of(one, handbook) for one in handbook.workshops.values() if not one.control.is_retired]
    below = places if len(places) <= MOST else []
    return [paths.file_of(place, "") for place in (paths.TRAININGS, *below, paths.CHANGES)]
