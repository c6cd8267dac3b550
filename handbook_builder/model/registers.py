"""The registers: what procedures refer to by id. Any file in ``procedures/registers`` may hold any of the lists.

Services follow Open Referral's HSDS in meaning (what it does, eligibility, application process, languages, required
documents, assured date), with names that fit the manual.
"""

from __future__ import annotations

import datetime
from typing import ClassVar, Literal

from handbook_builder.model.text import (
    Confidence,
    Day,
    Flag,
    Id,
    LanguageCode,
    Part,
    PartialDate,
    Priority,
    Wording,
    about,
)

CONFIRMED_FOR = datetime.timedelta(days=183)
"""How long the confirmation of a service holds: six months."""


CONFIDENCE = (
    "Confiança: verified (lido na fonte), dated (lido, mas antigo ou sem data), unverified (por confirmar) ou "
    "proposal (proposta nossa).",
    "Confidence: verified (read in its source), dated (read, but old or undated), unverified or proposal (ours).",
)
"""What editors are told of the key, in each language."""


class Entry(Part):
    """What every entry of a register has."""

    kind: ClassVar[str]
    id: Id = about("Identificador.", "Id.")


class SourcedEntry(Entry):
    """An entry whose statements rest on sources."""

    last: ClassVar[tuple[str, ...]] = ("sources",)
    sources: tuple[Id, ...] = about("Fontes.", "Sources (ids).", default=())


class Role(SourcedEntry):
    """A function that a person fulfils; one person may fulfil several."""

    kind = "role"
    title: Wording = about("Nome da função.", "Name of the role.")
    purpose: Wording | None = about("Para que existe.", "Why the role exists.", default=None)
    duties: tuple[Wording, ...] = about("Deveres.", "Duties.", default=())
    substitute: Id | None = about("Função que substitui.", "Role that stands in.", default=None)
    substitution: Wording | None = about("Como se substitui.", "How the substitution works.", default=None)


class Need(Entry):
    """What a person may need; services are found by it."""

    kind = "need"
    title: Wording = about("A necessidade.", "The need.")


class Area(Entry):
    """A territory that services serve."""

    kind = "area"
    title: Wording = about("O território.", "The territory.")
    everywhere: Flag = about(
        "Serve pessoas de qualquer lugar: yes ou no.", "Serves people wherever they live: yes or no.", default=False
    )


class Channel(Part):
    """A way to reach a service."""

    kind: Literal["phone", "sms", "email", "website", "form", "address", "in_person"] = about(
        "Tipo: phone (telefone), sms, email (correio eletrónico), website (sítio), form (formulário), "
        "address (morada) ou in_person (presencial).",
        "Kind of channel: phone, sms, email, website, form, address or in_person.",
    )
    value: str = about("Número, endereço ou morada.", "Number, address.", min_length=1)
    label: Wording | None = about("Para quê.", "What for.", default=None)
    hours: Wording | None = about("Horário.", "Hours.", default=None)
    confidence: Confidence = about(*CONFIDENCE, default="unverified")


class Service(SourcedEntry):
    """An entity, or a service of one, that persons are referred to."""

    kind = "service"
    last = ("sources", "alert")
    name: Wording = about("Nome.", "Name.")
    acronym: str | None = about("Sigla.", "Acronym.", default=None)
    does: Wording = about("O que decide ou faz.", "What it decides or does.")
    needs: tuple[Id, ...] = about("Necessidades a que responde.", "Needs that it answers (ids).", default=())
    eligibility: Wording | None = about("Quem pode usar.", "Who may use it.", default=None)
    channels: tuple[Channel, ...] = about("Canais de contacto.", "Ways to reach it.", default=())
    how: Wording | None = about("Como se pede.", "How to ask for it.", default=None)
    documents: tuple[Id, ...] = about("Documentos a levar.", "Documents to bring.", default=())
    languages: tuple[LanguageCode, ...] = about("Línguas de atendimento.", "Languages spoken.", default=())
    interpreting: Wording | None = about("Interpretação.", "Interpreting.", default=None)
    cost: Wording | None = about("Custo.", "Cost.", default=None)
    areas: tuple[Id, ...] = about("Territórios que serve.", "Territories served (ids).", default=())
    territory: Wording | None = about(
        "O que convém saber do território.", "What else to know of the territory.", default=None
    )
    at_hand: Priority | None = about(
        "Na folha de números a ter à mão, em: emergency (emergência), urgent (urgente) ou standard (normal).",
        "On the sheet of numbers to keep at hand, under: emergency, urgent or standard.",
        default=None,
    )
    confidence: Confidence = about(*CONFIDENCE, default="unverified")
    verified_on: Day | None = about(
        "Dia em que alguém confirmou os contactos.", "Day on which a person confirmed the channels.", default=None
    )
    alert: Wording | None = about("O que falta confirmar.", "What must still be confirmed.", default=None)

    @property
    def confirmed_until(self) -> datetime.date | None:
        """The last day on which the confirmation of the channels holds."""
        return self.verified_on and self.verified_on + CONFIRMED_FOR

    @property
    def numbers(self) -> tuple[Channel, ...]:
        """The channels that dial."""
        return tuple(one for one in self.channels if one.kind in ("phone", "sms"))


class FieldOption(Part):
    """One of the values of a choice."""

    id: Id = about("Identificador da opção.", "Id of the option.")
    label: Wording = about("Texto da opção.", "Wording of the option.")


class FormField(Part):
    """A field of a form."""

    id: Id = about("Identificador do campo.", "Id of the field.")
    label: Wording = about("Texto do campo.", "Label of the field.")
    type: Literal[
        "text",
        "long_text",
        "date",
        "time",
        "date_time",
        "number",
        "choice",
        "choices",
        "yes_no",
        "phone",
        "email",
        "signature",
    ] = about(
        "Tipo do campo: text (texto), long_text (texto longo), date (data), time (hora), date_time (data e hora), "
        "number (número), choice (uma opção), choices (várias opções), yes_no (sim ou não), phone (telefone), "
        "email (correio eletrónico) ou signature (assinatura).",
        "Type of the field: text, long_text, date, time, date_time, number, choice (of one), choices (of several), "
        "yes_no, phone, email or signature.",
        default="text",
    )
    required: Flag = about("Obrigatório: yes ou no.", "Required: yes or no.", default=False)
    options: tuple[FieldOption, ...] = about("Opções de uma escolha.", "Options of a choice.", default=())
    help: Wording | None = about("Ajuda ao preenchimento.", "Help for filling in.", default=None)


class Form(SourcedEntry):
    """A form or record, with its fields."""

    kind = "form"
    last = ("sources", "fields")
    code: str | None = about("Código, por exemplo F-01.", "Code, for example F-01.", default=None)
    title: Wording = about("Título.", "Title.")
    purpose: Wording | None = about("Para que serve.", "What it is for.", default=None)
    restricted: Flag = about("Acesso restrito: yes ou no.", "Restricted access: yes or no.", default=False)
    retention: Wording | None = about("Prazo de conservação.", "How long it is kept.", default=None)
    fields: tuple[FormField, ...] = about("Campos.", "Fields.", default=())


class PersonalDocument(SourcedEntry):
    """A document that a person may be asked to bring."""

    kind = "document"
    last = ("issued_by", "confidence", "sources")
    title: Wording = about("Nome do documento.", "Name of the document.")
    issued_by: Wording | None = about("Quem emite.", "Who issues it.", default=None)
    confidence: Confidence = about(*CONFIDENCE, default="unverified")
    about: Wording | None = about("O que é; a que atender.", "What it is; what to watch.", default=None)


class Source(Entry):
    """A law, page or report that a statement rests on."""

    kind = "source"
    title: Wording = about("Título.", "Title.")
    type: Literal["law", "guidance", "page", "press", "report", "form"] = about(
        "Tipo: law (lei), guidance (orientação), page (página), press (imprensa), "
        "report (relatório) ou form (formulário).",
        "Kind of source: law, guidance, page, press, report or form.",
        default="page",
        alias="kind",
    )
    publisher: str | None = about("Quem publica.", "Publisher.", default=None)
    url: str | None = about("Endereço.", "Address.", default=None)
    published: PartialDate | None = about("Data de que a página fala.", "Date the page speaks of.", default=None)
    undated: Flag = about("A página não tem data: yes ou no.", "The page has no date: yes or no.", default=False)
    seen_on: Day | None = about("Dia em que foi lida.", "Day on which it was read.", default=None)
    confidence: Confidence = about(*CONFIDENCE, default="unverified")
    note: Wording | None = about("O que confirmar.", "What to confirm.", default=None)


class Term(SourcedEntry):
    """A term of the glossary."""

    kind = "term"
    term: Wording = about("O termo.", "The term.")
    also: dict[LanguageCode, tuple[str, ...]] = about(
        "Outras formas, por língua.", "Other forms, by language.", default={}
    )
    meaning: Wording = about("O que significa.", "What it means.")


class DataItem(Entry):
    """A kind of personal data that a referral may hand over."""

    kind = "data"
    title: Wording = about("Nome do dado.", "Name of the data.")
    sensitive: Flag = about(
        "Categoria especial (RGPD, art. 9): yes ou no.", "Special category (GDPR art. 9): yes or no.", default=False
    )


class Practice(SourcedEntry):
    """A good practice, written down so that others can judge it and copy it."""

    kind = "practice"
    title: Wording = about("Título da prática.", "Title of the practice.")
    theme: Id = about("Tema: uma família de procedimentos.", "Theme: a family of procedures (group id).")
    state: Literal["proposed", "peer_review", "endorsed"] = about(
        "Fase: proposed (proposta), peer_review (em apreciação por pares) ou endorsed (validada).",
        "Stage: proposed, peer_review or endorsed.",
        default="proposed",
    )
    place: Wording | None = about("Onde.", "Where.", default=None)
    context: Wording | None = about("Contexto.", "Context.", default=None)
    problem: Wording = about("O problema.", "The problem.")
    action: Wording = about("O que se fez.", "What was done.")
    by_whom: Wording | None = about("Quem o fez.", "By whom.", default=None)
    evidence: Wording | None = about("O que mostra que resulta.", "What shows that it works.", default=None)
    conditions: Wording | None = about("O que é preciso para a copiar.", "What it takes to copy it.", default=None)
    limits: Wording | None = about("Limites e riscos.", "Limits and risks.", default=None)
    procedures: tuple[Id, ...] = about(
        "Procedimentos ou árvores a que se liga.", "Procedures or trees it belongs to.", default=()
    )


class RegisterFile(Part):
    """A file of ``procedures/registers``: one or more of the lists."""

    roles: tuple[Role, ...] = about("Funções.", "Roles.", default=())
    services: tuple[Service, ...] = about("Serviços e entidades.", "Services and entities.", default=())
    needs: tuple[Need, ...] = about("Necessidades das pessoas.", "Needs of people.", default=())
    areas: tuple[Area, ...] = about("Territórios.", "Territories.", default=())
    forms: tuple[Form, ...] = about("Formulários.", "Forms.", default=())
    documents: tuple[PersonalDocument, ...] = about("Documentos.", "Documents.", default=())
    sources: tuple[Source, ...] = about("Fontes.", "Sources.", default=())
    data: tuple[DataItem, ...] = about("Dados pessoais que se partilham.", "Personal data shared.", default=())
    practices: tuple[Practice, ...] = about("Boas práticas.", "Good practices.", default=())
    glossary: tuple[Term, ...] = about("Glossário.", "Glossary.", default=())
