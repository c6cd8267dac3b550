"""Procedures and flows: the head they share, their steps, and the scenarios that try them."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from handbook_builder.model.control import UNCONTROLLED, Control
from handbook_builder.model.steps import Step
from handbook_builder.model.text import Id, LanguageCode, Part, Wording, about


class NeededDocument(Part):
    """A document that the person brings, perhaps only in some cases."""

    document: Id = about("Documento (id).", "Document (id).")
    when: Wording | None = about("Em que caso.", "In which case.", default=None)


DocumentNeed = Annotated[
    NeededDocument,
    BeforeValidator(
        lambda value: {"document": value} if isinstance(value, str) else value,
        json_schema_input_type=Id | NeededDocument,
    ),
]
"""A document id alone, or ``{document: …, when: …}``."""


class Scenario(Part):
    """A worked case: an exercise for trainers and a test of the procedure."""

    id: Id = about("Identificador do cenário.", "Id of the scenario.")
    title: Wording = about("Título do caso.", "Title of the case.")
    story: Wording | None = about("A história, sem dados pessoais.", "The story, without personal data.", default=None)
    answers: dict[str, str] = about(
        "Resposta a cada pergunta: passo e resposta.", "Answer to each question: step id and answer id.", default={}
    )
    ends: Id = about("Passo em que o caso termina.", "Step in which the case ends.")


class _Guide(Part):
    """The head that procedures and flows share."""

    kind: ClassVar[str]
    id: Id = about("Identificador, igual ao nome do ficheiro.", "Id, equal to the file name.")
    code: Annotated[str, Field(min_length=1, max_length=20)] | None = about(
        "Código, por exemplo CL-01.", "Code, for example CL-01.", default=None
    )
    title: Wording = about("Título.", "Title.")
    summary: Wording | None = about("Resumo de uma frase.", "Summary in one sentence.", default=None)
    purpose: Wording | None = about("Finalidade.", "Purpose.", default=None)
    scope: Wording | None = about(
        "Âmbito: quando se aplica e quando não.", "Scope: when it applies, and when not.", default=None
    )
    trigger: Wording | None = about("O que dá início.", "What starts it.", default=None)
    owner: Id | None = about("Função responsável.", "Role that owns it.", default=None)
    keywords: dict[LanguageCode, tuple[str, ...]] = about(
        "Palavras que as pessoas procuram, por língua.", "Words people search for, by language.", default={}
    )
    documents: tuple[DocumentNeed, ...] = about("O que a pessoa traz.", "What the person brings.", default=())
    forms: tuple[Id, ...] = about("Formulários.", "Forms (ids).", default=())
    sources: tuple[Id, ...] = about("Fontes.", "Sources (ids).", default=())
    indicators: tuple[Wording, ...] = about("Indicadores.", "Indicators.", default=())
    related: tuple[Id, ...] = about("Procedimentos ou fluxos relacionados.", "Related procedures or flows.", default=())
    control: Control = about("Controlo documental.", "Document control.", default=UNCONTROLLED)
    steps: tuple[Step, ...] = about(
        "Os passos; o primeiro é o início.", "The steps; the first is the start.", min_length=1
    )
    scenarios: tuple[Scenario, ...] = about("Casos práticos.", "Worked cases.", default=())

    def step(self, id: str) -> Step | None:
        """Give the step with this id, or None."""
        return next((step for step in self.steps if step.id == id), None)


class Procedure(_Guide):
    """A procedure: who does what, in which order, when, with which forms, and how it ends."""

    kind = "procedure"
    # Needed here: what people follow must have somebody who answers for it, and say how far it can be trusted.
    owner: Id = about("Função responsável pelo procedimento.", "Role that owns the procedure.")
    control: Control = about("Controlo documental.", "Document control.")


class Flow(_Guide):
    """A decision tree: questions that end in outcomes, usable alone and from procedures."""

    kind = "flow"


Guide = Procedure | Flow
"""What has steps."""

STEPS_OF_FLOWS: frozenset[Literal["ask", "refer", "end"]] = frozenset({"ask", "refer", "end"})
"""The kinds of step that a decision tree may have."""
