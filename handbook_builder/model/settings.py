"""The settings of a manual: ``handbook.yml`` in its root folder, which may be left out."""

from __future__ import annotations

from handbook_builder.model.text import Id, LanguageCode, Part, Wording, about


class Group(Part):
    """A family of procedures; its id is the name of the folder that holds them."""

    id: Id = about("Nome da pasta em procedures/.", "Name of the folder in procedures/.")
    title: Wording = about("Título da família.", "Title of the family.")
    summary: Wording | None = about("Uma frase sobre a família.", "One sentence on the family.", default=None)


class Settings(Part):
    """What is true of the whole manual."""

    title: Wording = about(
        "Título do manual.",
        "Title of the manual.",
        default=Wording({"pt": "Manual de Procedimentos", "en": "Manual of Procedures"}),
    )
    languages: tuple[LanguageCode, ...] = about(
        "Línguas; a primeira é a de origem.", "Languages; the first is the source.", default=("pt", "en"), min_length=1
    )
    groups: tuple[Group, ...] = about(
        "Famílias de procedimentos, pela ordem do menu.", "Families of procedures, in menu order.", default=()
    )

    @property
    def source_language(self) -> str:
        """The language that authors write first and that others are translated from."""
        return self.languages[0]
