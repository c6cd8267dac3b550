"""Questionnaires that assess a workshop: satisfaction, knowledge before and after, and use three months later."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import Discriminator, Tag

from handbook_builder.model.text import Flag, Id, Part, Wording, about

QUESTION_KINDS = ("rate", "choose", "tick", "write")
"""The key that makes each kind of question; a question has exactly one of them."""


class _Question(Part):
    """What every question may have."""

    kind: ClassVar[str]
    last = ("hint", "required")
    id: Id = about("Identificador da pergunta, único no questionário.", "Id of the question, unique in its file.")
    hint: Wording | None = about("Ajuda à resposta.", "Help to answer.", default=None)
    required: Flag = about(
        "Se a resposta é obrigatória: yes ou no.", "Whether an answer is required: yes or no.", default=False
    )


class Rating(_Question):
    """A statement that people agree with from 1 to 5."""

    kind = "rate"
    rate: Wording = about(
        "Afirmação, de 1 (discordo totalmente) a 5 (concordo totalmente).",
        "Statement, from 1 (strongly disagree) to 5 (strongly agree).",
    )
    each_session: Flag = about(
        "Se se pergunta para cada sessão do workshop: yes ou no.",
        "Whether it is asked for each session: yes or no.",
        default=False,
    )


class Option(Part):
    """One of the answers that can be chosen."""

    id: Id = about("Identificador da resposta.", "Id of the answer.")
    text: Wording = about("Texto da resposta.", "Text of the answer.")


class SingleChoice(_Question):
    """A question with one answer; with ``right``, a question of knowledge."""

    kind = "choose"
    choose: Wording = about("Pergunta com uma só resposta.", "Question with one answer.")
    options: tuple[Option, ...] = about("As respostas.", "The answers.", min_length=2)
    right: Id | None = about("A resposta certa.", "The right answer (id).", default=None)
    because: Wording | None = about("Porque é a certa.", "Why it is right.", default=None)
    procedure: Id | None = about("Procedimento que a ensina.", "Procedure that teaches it (id).", default=None)
    step: Id | None = about("Passo desse procedimento.", "Step of that procedure (id).", default=None)


class MultipleChoice(_Question):
    """A question with any number of answers."""

    kind = "tick"
    tick: Wording = about("Pergunta com várias respostas.", "Question with several answers.")
    options: tuple[Option, ...] = about("As respostas.", "The answers.", min_length=2)


class OpenQuestion(_Question):
    """A question that is answered in one's own words."""

    kind = "write"
    write: Wording = about("Pergunta de resposta livre.", "Question answered in one's own words.")


def _kind_of(value: Any) -> str | None:
    if isinstance(value, _Question):
        return f"question:{value.kind}"
    present = question_kinds_in(value)
    return f"question:{present[0]}" if len(present) == 1 else None


def question_kinds_in(value: Any) -> list[str]:
    """Name the kinds of question that a map claims to be."""
    return [kind for kind in QUESTION_KINDS if kind in value] if isinstance(value, dict) else []


Question: TypeAlias = Annotated[
    Annotated[Rating, Tag("question:rate")]
    | Annotated[SingleChoice, Tag("question:choose")]
    | Annotated[MultipleChoice, Tag("question:tick")]
    | Annotated[OpenQuestion, Tag("question:write")],
    Discriminator(_kind_of),
]
"""A question; the key it has (rate, choose, tick, write) tells the kind."""


class Questionnaire(Part):
    """Questions that are asked together; workshops name it in their assessment."""

    kind: ClassVar[str] = "questionnaire"
    id: Id = about("Identificador, igual ao nome do ficheiro.", "Id, equal to the file name.")
    title: Wording = about("Título.", "Title.")
    level: Literal["reaction", "learning", "behaviour"] = about(
        "Nível de Kirkpatrick: reaction (satisfação), learning (aprendizagem) ou behaviour (prática).",
        "Level of Kirkpatrick: reaction, learning or behaviour.",
    )
    intro: Wording | None = about("Texto antes das perguntas.", "Text before the questions.", default=None)
    questions: tuple[Question, ...] = about("As perguntas.", "The questions.", min_length=1)
