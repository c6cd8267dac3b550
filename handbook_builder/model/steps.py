"""The steps of a procedure: an action, a decision, a run of another procedure, a referral, or an end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import Discriminator, Tag

from handbook_builder.model.text import Id, Part, Priority, TimeLimit, Wording, about

KINDS = ("do", "ask", "run", "refer", "end")
"""The key that makes each kind of step; a step has exactly one of them."""


class _Step(Part):
    """What every step may have."""

    kind: ClassVar[str]
    # What the step is, what helps to do it, and where it leads: a path is read from top to bottom.
    last = (
        *("note", "tip", "warning", "within", "forms", "documents", "sources"),
        *("next", "yes", "no", "answers", "outcome", "continue"),
    )
    id: Id = about("Identificador do passo, único no procedimento.", "Id of the step, unique in the procedure.")
    who: Id | None = about("Quem faz o passo (função).", "Who does the step (role id).", default=None)
    note: Wording | None = about("Nota explicativa.", "An explanation.", default=None)
    tip: Wording | None = about("Sugestão prática.", "A practical hint.", default=None)
    warning: Wording | None = about("Aviso: o que nunca fazer.", "A warning: what never to do.", default=None)
    within: TimeLimit | None = about("Prazo: número e unidade.", "Time limit: number and unit.", default=None)
    forms: tuple[Id, ...] = about("Formulários usados.", "Forms used (ids).", default=())
    documents: tuple[Id, ...] = about("Documentos necessários neste passo.", "Documents needed here.", default=())
    sources: tuple[Id, ...] = about("Fontes deste passo.", "Sources of this step (ids).", default=())


class Action(_Step):
    """Something that a person does."""

    kind = "do"
    do: Wording = about("O que fazer: uma ação por passo.", "What to do: one action a step.")
    next: Id | None = about("Passo seguinte; por omissão, o de baixo.", "Next step; else the one below.", default=None)


class Answer(Part):
    """One of the answers of a decision."""

    id: Id = about("Identificador da resposta.", "Id of the answer.")
    answer: Wording = about("Texto da resposta.", "Wording of the answer.")
    next: Id = about("Passo a que a resposta leva.", "Step that the answer leads to.")


@dataclass(frozen=True)
class Choice:
    """An answer in either form of writing; ``answer`` is None for the short forms yes and no."""

    id: str
    answer: Wording | None
    next: str
    loc: tuple[str | int, ...]


class Decision(_Step):
    """A question whose answer decides where to go on."""

    kind = "ask"
    ask: Wording = about("A pergunta.", "The question.")
    yes: Id | None = about("Passo seguinte se sim.", "Next step if yes.", default=None)
    no: Id | None = about("Passo seguinte se não.", "Next step if no.", default=None)
    answers: tuple[Answer, ...] = about("As respostas possíveis.", "The possible answers.", default=())

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The answers in the order written, yes before no; ``loc`` is the way to each from the step."""
        short = [Choice(id, None, to, (id,)) for id, to in (("yes", self.yes), ("no", self.no)) if to is not None]
        long = [Choice(one.id, one.answer, one.next, ("answers", at)) for at, one in enumerate(self.answers)]
        return (*short, *long)


class Run(_Step):
    """Another procedure or flow, carried out here; afterwards this one goes on."""

    kind = "run"
    run: Id = about(
        "Procedimento ou fluxo a executar; depois volta aqui.", "Procedure or flow to run; comes back here."
    )
    do: Wording | None = about("Texto do passo, se necessário.", "Wording of the step, if needed.", default=None)
    next: Id | None = about("Passo seguinte; por omissão, o de baixo.", "Next step; else the one below.", default=None)


class Referral(_Step):
    """A hand-over of the person to a service, with what is shared and by when an answer is due."""

    kind = "refer"
    refer: Wording = about("Como encaminhar.", "How to refer.")
    to: Id = about("Serviço que recebe.", "Service that receives (id).")
    priority: Priority = about(
        "Prioridade: emergency (emergência), urgent (urgente) ou standard (normal).",
        "Priority: emergency, urgent or standard.",
        default="standard",
    )
    consent: Literal["required", "not_required", "vital_interest"] | None = about(
        "Regra de consentimento: required (necessário), not_required (não necessário) ou "
        "vital_interest (vida em perigo).",
        "Rule of consent: required, not_required or vital_interest (life in danger).",
        default=None,
    )
    shares: tuple[Id, ...] = about("Dados que se partilham.", "Data handed over (ids of data).", default=())
    answer_within: TimeLimit | None = about("Prazo da resposta.", "Time limit of the answer.", default=None)
    next: Id | None = about("Passo seguinte; por omissão, o de baixo.", "Next step; else the one below.", default=None)


class End(_Step):
    """Where a procedure ends, and with which outcome."""

    kind = "end"
    end: Wording = about("Como termina.", "How it ends.")
    outcome: Literal["resolved", "referred", "handed_over", "pending", "closed"] = about(
        "Resultado: resolved (resolvido), referred (encaminhado), handed_over (passado a outro procedimento), "
        "pending (pendente) ou closed (encerrado).",
        "Outcome: resolved, referred, handed_over (to another procedure), pending or closed.",
    )
    continues: Id | None = about(
        "Procedimento que toma conta do caso; não volta.",
        "Procedure that takes over; does not come back.",
        default=None,
        alias="continue",
    )


def _kind_of(value: Any) -> str | None:
    if isinstance(value, _Step):
        return f"step:{value.kind}"
    present = kinds_in(value)
    return f"step:{present[0]}" if len(present) == 1 else None


def kinds_in(value: Any) -> list[str]:
    """Name the kinds of step that a map claims to be; ``run`` may carry a ``do`` as its wording."""
    present = [kind for kind in KINDS if kind in value] if isinstance(value, dict) else []
    return ["run"] if present == ["do", "run"] else present


Step: TypeAlias = Annotated[
    Annotated[Action, Tag("step:do")]
    | Annotated[Decision, Tag("step:ask")]
    | Annotated[Run, Tag("step:run")]
    | Annotated[Referral, Tag("step:refer")]
    | Annotated[End, Tag("step:end")],
    Discriminator(_kind_of),
]
"""A step; the key it has (do, ask, run, refer, end) tells the kind."""


def wording_of(step: Step) -> Wording | None:
    """Give the text that says what the step is; None for a run that names no more than its procedure."""
    match step:
        case Action():
            return step.do
        case Decision():
            return step.ask
        case Run():
            return step.do
        case Referral():
            return step.refer
        case End():
            return step.end
