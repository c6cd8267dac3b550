"""The settings of a manual: ``handbook.yml`` in its root folder, which may be left out."""

from __future__ import annotations

from typing import Any

from pydantic import model_validator

from handbook_builder.model.text import (
    EmailAddress,
    Id,
    LanguageCode,
    PageOrAddress,
    Part,
    RepositoryAddress,
    Wording,
    about,
)

UNTITLED = {"pt": "Manual de Procedimentos", "en": "Manual of Procedures"}
"""What a manual is called that does not say it."""


class Group(Part):
    """A family of procedures; its id is the name of the folder that holds them."""

    id: Id = about("Nome da pasta em procedures/.", "Name of the folder in procedures/.")
    title: Wording = about("Título da família.", "Title of the family.")
    summary: Wording | None = about("Uma frase sobre a família.", "One sentence on the family.", default=None)


class Feedback(Part):
    """Who is told of a mistake in a page, and how the manual then changes."""

    email: EmailAddress | None = about(
        "Endereço de e-mail que recebe os avisos de erro.", "E-mail address that is told of mistakes.", default=None
    )
    issues: RepositoryAddress | None = about(
        "Endereço https do repositório onde se abre um aviso público de erro.",
        "https address of the repository where a public issue is opened.",
        default=None,
    )
    procedure: Id | None = about(
        "Procedimento que diz como se muda o manual.", "Procedure that tells how the manual changes.", default=None
    )


class Settings(Part):
    """What is true of the whole manual."""

    title: Wording = about(
        "Título do manual.",
        "Title of the manual.",
        default=Wording(UNTITLED),
    )
    languages: tuple[LanguageCode, ...] = about(
        "Línguas; a primeira é a de origem.", "Languages; the first is the source.", default=("pt", "en"), min_length=1
    )
    publisher: Wording | None = about(
        "Quem responde pelo conteúdo; está no rodapé de todas as páginas.",
        "Who answers for the content; stands at the foot of every page.",
        default=None,
    )
    contact: PageOrAddress | None = about(
        "Página em docs/ ou endereço que diz como contactar quem responde.",
        "Page in docs/ or address that tells how to reach who answers.",
        default=None,
    )
    accessibility: PageOrAddress | None = about(
        "Página em docs/ com a declaração de acessibilidade.",
        "Page in docs/ with the accessibility statement.",
        default=None,
    )
    feedback: Feedback = about(
        "A quem se diz que algo está errado.", "Who is told that something is wrong.", default=Feedback()
    )
    groups: tuple[Group, ...] = about(
        "Famílias de procedimentos, pela ordem do menu.", "Families of procedures, in menu order.", default=()
    )

    @model_validator(mode="before")
    @classmethod
    def _in_its_own_languages(cls, value: Any) -> Any:
        """A title that nobody wrote is in no language that the manual does not have."""
        languages = value.get("languages") if isinstance(value, dict) and "title" not in value else None
        if (
            not isinstance(languages, list | tuple)
            or not languages
            or not all(isinstance(one, str) for one in languages)
        ):
            return value
        own = {one: UNTITLED[one] for one in languages if one in UNTITLED}
        return {**value, "title": {languages[0]: UNTITLED["en"], **own}}

    @property
    def source_language(self) -> str:
        """The language that authors write first and that others are translated from."""
        return self.languages[0]
