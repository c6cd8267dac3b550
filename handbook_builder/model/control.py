"""Document control: the version, status, approval, consultation and revision history of a procedure."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Literal, TypeAlias

from handbook_builder.model.text import Day, EmailAddress, Id, Part, Version, Wording, about

Status: TypeAlias = Literal["draft", "in_review", "approved", "retired"]
"""The states of a document, in the order in which it passes through them."""


class Change(Part):
    """One line of the revision history."""

    version: Version = about("Versão.", "Version.")
    date: Day = about("Data: ano-mês-dia.", "Date: year-month-day.")
    summary: Wording = about("O que mudou.", "What changed.")


class Consultation(Part):
    """A call for comments on a text that is not approved yet."""

    until: Day = about("Último dia para comentar.", "Last day for comments.")
    question: Wording = about("O que se pergunta a quem lê.", "What readers are asked.")
    email: EmailAddress | None = about(
        "Endereço de e-mail que recebe os comentários, se não for o do manual.",
        "E-mail address that gets the comments, if it is not that of the manual.",
        default=None,
    )


class Control(Part):
    """The state of a document; everything starts as a draft."""

    version: Version = about("Versão, três números: 0.1.0.", "Version, three numbers: 0.1.0.")
    status: Status = about(
        "Estado: draft (rascunho), in_review (em revisão), approved (aprovado) ou retired (retirado).",
        "Status: draft, in_review, approved or retired.",
    )
    consultation: Consultation | None = about("Pedido de comentários.", "Call for comments.", default=None)
    effective: Day | None = about("Em vigor a partir de.", "In force from.", default=None)
    approved_by: Id | None = about("Quem aprovou (função ou serviço).", "Who approved (role or service).", default=None)
    approved_on: Day | None = about("Data da aprovação.", "Date of approval.", default=None)
    review_by: Day | None = about("Rever até.", "Review due by.", default=None)
    retired_on: Day | None = about("Retirado em.", "Retired on.", default=None)
    replaced_by: Id | None = about(
        "Procedimento ou fluxo que o substitui.", "Procedure or flow that replaces it.", default=None
    )
    reason: Wording | None = about("Porque foi retirado.", "Why it was retired.", default=None)
    changes: tuple[Change, ...] = about("Histórico de revisões.", "Revision history.", default=())

    @property
    def change(self) -> Change | None:
        """The line of the revision history that explains the present version."""
        return next((change for change in self.changes if change.version == self.version), None)

    @property
    def is_retired(self) -> bool:
        """Whether the text no longer applies."""
        return self.status == "retired"

    @property
    def review_due(self) -> datetime.date | None:
        """The last day of the next review; what is retired has none."""
        return None if self.is_retired else self.review_by


ONLY_IN: Mapping[str, tuple[Status, ...]] = {
    "consultation": ("draft", "in_review"),
    "approved_by": ("approved", "retired"),
    "approved_on": ("approved", "retired"),
    "retired_on": ("retired",),
    "replaced_by": ("retired",),
    "reason": ("retired",),
}
"""Keys that say something of a document in these states alone."""

UNCONTROLLED = Control(version="0.0.0", status="draft")
"""What a decision tree without a control block is: a draft."""
