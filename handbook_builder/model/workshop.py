"""Workshops that train people on the manual: what they teach, to whom, in which sessions, and how that is assessed."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from handbook_builder.model.control import Control
from handbook_builder.model.text import CaseId, Flag, Id, Minutes, Part, Version, Wording, about, split_case


class Objective(Part):
    """What people can do after the workshop."""

    id: Id = about("Identificador do objetivo.", "Id of the objective.")
    can: Wording = about(
        "O que a pessoa sabe fazer no fim; começa por um verbo.",
        "What the person can do in the end; begins with a verb.",
    )


class Slide(Part):
    """A slide written by hand; those of procedures and cases are made from the procedures."""

    id: Id = about("Identificador do diapositivo, único na sessão.", "Id of the slide, unique in the session.")
    title: Wording = about("Título.", "Title.")
    lead: Wording | None = about("Uma frase por baixo do título.", "One sentence below the title.", default=None)
    points: tuple[Wording, ...] = about("Pontos, poucos e curtos.", "Points, few and short.", default=())
    notes: Wording | None = about("O que diz quem forma.", "What the trainer says.", default=None)
    sources: tuple[Id, ...] = about("Fontes do que o diapositivo afirma.", "Sources of what it states.", default=())


class Activity(Part):
    """Something that participants do, alone or in groups."""

    how: Literal["plenary", "pairs", "groups", "alone"] = about(
        "Forma: plenary (todos), pairs (pares), groups (grupos) ou alone (individual).",
        "Form: plenary, pairs, groups or alone.",
        default="plenary",
    )
    task: Wording = about("O que as pessoas fazem.", "What people do.")
    steps: tuple[Wording, ...] = about("Como se conduz, passo a passo.", "How it is led, step by step.", default=())
    debrief: Wording | None = about("Perguntas para o fim.", "Questions for the end.", default=None)


class Session(Part):
    """A part of a workshop with a time of its own."""

    id: Id = about("Identificador da sessão, único no workshop.", "Id of the session, unique in the workshop.")
    title: Wording = about("Título.", "Title.")
    minutes: Minutes = about("Duração em minutos.", "Length in minutes.")
    pause: Flag = about("Se é uma pausa: yes ou no.", "Whether it is a break: yes or no.", default=False)
    objectives: tuple[Id, ...] = about("Objetivos que serve.", "Objectives that it serves (ids).", default=())
    procedures: tuple[Id, ...] = about(
        "Procedimentos e árvores que ensina.", "Procedures and trees that it teaches (ids).", default=()
    )
    slides: tuple[Slide, ...] = about("Diapositivos escritos à mão.", "Slides written by hand.", default=())
    cases: tuple[CaseId, ...] = about(
        "Casos práticos: procedimento/cenário.", "Worked cases: procedure/scenario.", default=()
    )
    activity: Activity | None = about("O que as pessoas fazem.", "What people do.", default=None)
    notes: Wording | None = about("Indicações para quem forma.", "Hints for the trainer.", default=None)


class Assessment(Part):
    """Which questionnaires are answered when."""

    before: tuple[Id, ...] = about("Antes de começar.", "Before it begins (ids).", default=())
    after: tuple[Id, ...] = about("No fim do dia.", "At the end of the day (ids).", default=())
    follow_up: tuple[Id, ...] = about("Três meses depois.", "Three months later (ids).", default=())


class Workshop(Part):
    """A workshop: concise and practical training on procedures of the manual."""

    kind: ClassVar[str] = "workshop"
    id: Id = about("Identificador, igual ao nome do ficheiro.", "Id, equal to the file name.")
    code: Annotated[str, Field(min_length=1, max_length=20)] | None = about(
        "Código, por exemplo WS-01.", "Code, for example WS-01.", default=None
    )
    title: Wording = about("Título.", "Title.")
    summary: Wording = about("Resumo de uma frase.", "Summary in one sentence.")
    audience: tuple[Id, ...] = about("A quem se destina (funções).", "Whom it is for (role ids).", min_length=1)
    minutes: Minutes = about("Duração em minutos: a soma das sessões.", "Length in minutes: the sum of the sessions.")
    place: Literal["in_person", "online", "either"] = about(
        "Modo: in_person (presencial), online (à distância) ou either (ambos).",
        "Mode: in_person, online or either.",
        default="in_person",
    )
    needs: tuple[Wording, ...] = about("Material e sala.", "Material and room.", default=())
    objectives: tuple[Objective, ...] = about("Objetivos de aprendizagem.", "Learning objectives.", min_length=1)
    sessions: tuple[Session, ...] = about("As sessões, por ordem.", "The sessions, in order.", min_length=1)
    assessment: Assessment = about("Avaliação.", "Assessment.", default=Assessment())
    reviewed: dict[Id, Version] = about(
        "Versão de cada procedimento quando o workshop foi revisto.",
        "Version of each procedure when the workshop was reviewed.",
        default={},
    )
    control: Control = about("Controlo documental.", "Document control.")

    @property
    def taught(self) -> tuple[str, ...]:
        """Ids of the procedures and trees that the workshop teaches or takes cases from, each once."""
        return tuple(
            dict.fromkeys(
                id
                for session in self.sessions
                for id in (*session.procedures, *(split_case(case)[0] for case in session.cases))
            )
        )
