"""Document control: the version, status, approval and revision history of a procedure."""

from __future__ import annotations

from typing import Literal

from handbook_builder.model.text import Day, Id, Part, Version, Wording, about


class Change(Part):
    """One line of the revision history."""

    version: Version = about("Versão.", "Version.")
    date: Day = about("Data: ano-mês-dia.", "Date: year-month-day.")
    summary: Wording = about("O que mudou.", "What changed.")


class Control(Part):
    """The state of a document; everything starts as a draft."""

    version: Version = about("Versão, três números: 0.1.0.", "Version, three numbers: 0.1.0.")
    status: Literal["draft", "in_review", "approved", "retired"] = about(
        "Estado: draft (rascunho), in_review (em revisão), approved (aprovado) ou retired (retirado).",
        "Status: draft, in_review, approved or retired.",
    )
    effective: Day | None = about("Em vigor desde.", "In force since.", default=None)
    approved_by: Id | None = about("Quem aprovou (função ou serviço).", "Who approved (role or service).", default=None)
    approved_on: Day | None = about("Data da aprovação.", "Date of approval.", default=None)
    review_by: Day | None = about("Rever até.", "Review due by.", default=None)
    changes: tuple[Change, ...] = about("Histórico de revisões.", "Revision history.", default=())


UNCONTROLLED = Control(version="0.0.0", status="draft")
"""What a decision tree without a control block is: a draft."""
