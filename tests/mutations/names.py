"""Ids: those that nothing has, those that two have, and those that belong to something else."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tests.mutations.kind import CRITICAL, MEANING, Mutation, classed, far, slip, told
from tests.mutations.manual import LINK, NAMES, REGISTERS, STEP_IDS, Manual, Value, misspelt, shuffled

UNKNOWN_ENTRY = """unknown-role unknown-service unknown-form unknown-document unknown-source unknown-data
unknown-need unknown-area unknown-link"""
"""What is said of an entry that nothing has, by its kind, or by the link that names it."""


def known_ids(manual: Manual, kind: str) -> set[str]:
    handbook = manual.checked.handbook
    if kind == "guide":
        return {*handbook.procedures, *handbook.flows}
    return {*handbook.entries(kind)}


def wrong_ids(manual: Manual, chance: random.Random, kind: str, patterns: Sequence[str]) -> Iterator[Mutation]:
    """Misspell ids of a kind where they are named."""
    known = known_ids(manual, kind)
    for value in manual.some(chance, *patterns):
        if value.is_text and value.text in known:
            wrong = misspelt(value.text, chance)
            if wrong not in known:
                yield slip(manual, value, manual.retyped(value, wrong))


WRONG_IDS = (
    ("role", "unknown-role", "Função que não existe", "Role that does not exist"),
    ("service", "unknown-service", "Serviço que não existe", "Service that does not exist"),
    ("form", "unknown-form", "Formulário que não existe", "Form that does not exist"),
    ("document", "unknown-document", "Documento que não existe", "Document that does not exist"),
    ("source", "unknown-source", "Fonte que não existe", "Source that does not exist"),
    ("data", "unknown-data", "Dado pessoal que não existe", "Personal data that does not exist"),
    ("need", "unknown-need", "Necessidade que não existe", "Need that does not exist"),
    ("area", "unknown-area", "Território que não existe", "Territory that does not exist"),
    ("guide", "unknown-procedure", "Procedimento ou árvore que não existe", "Procedure or tree that does not exist"),
)
for kind, code, pt, en in WRONG_IDS:
    told(f"wrong-{kind}", code, pt, en)(lambda manual, chance, kind=kind: wrong_ids(manual, chance, kind, NAMES[kind]))


@told("wrong-theme", "unknown-group", "Família que não existe", "Family that does not exist")
def wrong_theme(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "registers:practices/*/theme"):
        yield slip(manual, value, manual.retyped(value, misspelt(value.text, chance)))


@told("wrong-step", "unknown-target", "Passo seguinte que não existe", "Next step that does not exist")
def wrong_step(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, *STEP_IDS[:-1]):
        wrong = misspelt(value.text, chance)
        if manual.guides[value.file].step(wrong) is None:
            yield slip(manual, value, manual.retyped(value, wrong))


@told(
    "wrong-end-of-case",
    "scenario-wrong-end",
    "Fim de um caso prático que não existe",
    "End of a worked case that does not exist",
)
def wrong_end_of_case(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:scenarios/*/ends"):
        yield slip(manual, value, manual.retyped(value, misspelt(value.text, chance)))


@told(
    "wrong-question-of-case",
    "unknown-answer",
    "Pergunta que o procedimento não faz, num caso prático",
    "Question in a worked case that the procedure does not ask",
)
def wrong_question_of_case(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:scenarios/*/answers/?"):
        wrong = misspelt(str(value.key.value), chance)
        if manual.guides[value.file].step(wrong) is None:
            yield slip(manual, value, manual.retyped(value, wrong, key=True))


@told(
    "wrong-answer-of-case",
    "unknown-answer",
    "Resposta que não existe, num caso prático",
    "Answer that does not exist in a worked case",
)
def wrong_answer_of_case(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:scenarios/*/answers/?"):
        yield slip(manual, value, manual.retyped(value, value.text + "x"))


def links(manual: Manual, chance: random.Random) -> Iterator[tuple[Value, re.Match[str]]]:
    """Give the texts with a link to an item of the manual, and the first such link."""
    for value in shuffled(chance, list(manual.wordings)):
        match = LINK.search(manual.as_typed(value))
        if match and match[1] not in ("http", "https", "mailto", "tel"):
            yield value, match


@told("wrong-link", "unknown-link", "Ligação para o que não existe", "Link to what does not exist")
def wrong_link(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value, match in links(manual, chance):
        wrong = misspelt(match[2], chance)
        if wrong not in manual.checked.handbook.entries(match[1]):
            yield slip(manual, value, manual.reworded(value, match[0], f"]({match[1]}:{wrong})"))


@told("wrong-kind-of-link", "unsafe-link", "Ligação de um tipo que não existe", "Link of a kind that does not exist")
def wrong_kind_of_link(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value, match in links(manual, chance):
        wrong = chance.choice((misspelt(match[1], chance) + ":", "", "javascript:"))
        yield slip(manual, value, manual.reworded(value, match[0], f"]({wrong}{match[2]})"))


@told("broken-link", "stray-markup", "Ligação com um parêntese a menos", "Link that lacks a bracket")
def broken_link(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value, match in links(manual, chance):
        wrong = chance.choice((match[0][:-1], match[0].replace("](", "] (")))
        yield slip(manual, value, manual.reworded(value, match[0], wrong))


# What goes, and who still names it.


@told(
    "deleted-entry",
    UNKNOWN_ENTRY,
    "Entrada de um registo apagada",
    "Deleted entry of a register",
)
def deleted_entry(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    lists = ("roles", "services", "forms", "documents", "sources", "data", "needs", "areas")
    for value in manual.some(chance, *(f"registers:{one}/*" for one in lists)):
        kind, id, _ = manual.owner(value.file, value.loc)
        users = [one for one in manual.users_of(kind, id) if one.loc[:2] != value.loc]
        edit = manual.without(value)
        if users:
            places = [(one.file, edit.now(one.first) if one.file == value.file else one.first) for one in users]
            yield far(manual, value, edit, places)


@told(
    "renamed-entry",
    UNKNOWN_ENTRY,
    "Identificador de uma entrada mudado só no registo",
    "Id of an entry changed in the register alone",
)
def renamed_entry(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    lists = ("roles", "services", "forms", "documents", "sources", "data", "needs", "areas")
    for value in manual.some(chance, *(f"registers:{one}/*/id" for one in lists)):
        kind, id, _ = manual.owner(value.file, value.loc)
        users = [one for one in manual.users_of(kind, id) if one.loc[:2] != value.loc[:2]]
        if users:
            yield far(manual, value, manual.retyped(value, id + "-new"), [(one.file, one.first) for one in users])


@told(
    "renamed-step",
    "unknown-target",
    "Identificador de um passo mudado só no passo",
    "Id of a step changed in the step alone",
)
def renamed_step(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/id"):
        users = users_of_step(manual, value)
        if users:
            yield slip(manual, value, manual.retyped(value, f"a-new-{chance.choice('xyz')}"), *users)


def users_of_step(manual: Manual, value: Value) -> list[int]:
    """Give the lines of steps and answers that lead to the step whose id a value is."""
    found = manual.at(*STEP_IDS[:-1])
    return [one.first for one in found if one.file == value.file and one.text == value.text]


@told("deleted-group", "unknown-group", "Família apagada das definições", "Family deleted from the settings")
def deleted_group(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "settings:groups/*"):
        _, id, _ = manual.owner(value.file, value.loc)
        inside = [file for file in manual.guides if file.startswith(f"procedures/{id}/")]
        # A procedure names its family by the folder that it is in, so it is told at its first line.
        places = [(file, manual.value(file, "id").first) for file in inside]
        themes = [one for one in manual.at("registers:practices/*/theme") if one.text == id]
        if places:
            yield far(manual, value, manual.without(value), places + [(one.file, one.first) for one in themes])


@told("deleted-language", "unknown-language", "Língua apagada das definições", "Language deleted from the settings")
def deleted_language(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "settings:languages/*"):
        if value.text == "en":
            places = [(one.file, one.key.start_mark.line + 1) for one in manual.ending("/en")]
            yield far(manual, value, manual.without(value), places)


# What two have.


@told("repeated-step-id", "repeated-id", "Dois passos com o mesmo identificador", "Two steps with the same id")
def repeated_step_id(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    return doubled(manual, chance, "guide:steps/*/id")


@told(
    "repeated-case-id",
    "repeated-id",
    "Dois casos práticos com o mesmo identificador",
    "Two worked cases with the same id",
)
def repeated_case_id(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    return doubled(manual, chance, "guide:scenarios/*/id")


@told(
    "repeated-answer-id", "repeated-answer", "Duas respostas com o mesmo identificador", "Two answers with the same id"
)
def repeated_answer_id(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    return doubled(manual, chance, "guide:steps/*/answers/*/id")


@told("repeated-entry-id", "repeated-id", "Duas entradas com o mesmo identificador", "Two entries with the same id")
def repeated_entry_id(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    lists = ("roles", "services", "forms", "documents", "sources", "needs", "glossary")
    return doubled(manual, chance, *(f"registers:{one}/*/id" for one in lists))


def doubled(manual: Manual, chance: random.Random, *patterns: str) -> Iterator[Mutation]:
    """Give one of a list the id of another; nobody can tell which of the two is wrong, so either line is right."""
    for value in manual.some(chance, *patterns):
        *way, at, _ = value.loc
        near = [one for one in manual.at(*patterns) if one.file == value.file and one.loc[:-2] == tuple(way)]
        others = [one for one in near if one.loc[-2] != at]
        if others:
            other = chance.choice(others)
            mutation = slip(manual, value, manual.retyped(value, other.text), value.first, other.first)
            # The id that is gone may be named anywhere.
            yield replace(mutation, is_far=manual.kinds[value.file] == REGISTERS)


@told(
    "repeated-code",
    "repeated-code",
    "Dois procedimentos ou formulários com o mesmo código",
    "Two procedures or forms with the same code",
)
def repeated_code(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for pattern in ("guide:code", "registers:forms/*/code", "guide:code", "registers:forms/*/code", "guide:code"):
        values = manual.at(pattern)
        value, other = chance.sample(values, 2)
        # Either of the two may be the wrong one: the program names the one that stands later in its own order.
        yield far(manual, value, manual.retyped(value, other.text), [(one.file, one.first) for one in (value, other)])


# What belongs to something else: there is such an item, so only a comparison can tell.


def other_ids(manual: Manual, chance: random.Random, kind: str, *patterns: str) -> Iterator[Mutation]:
    for value in manual.some(chance, *patterns):
        near = value.loc[:-1] if isinstance(value.loc[-1], int) else ()
        taken = {one.text for one in manual.at(*patterns) if near and one.file == value.file and one.loc[:-1] == near}
        others = sorted(known_ids(manual, kind) - taken - {value.text, manual.owner(value.file, value.loc)[1]})
        if value.is_text:
            # In a list, one id is gone and another is there: told at the line of the list as it was or is.
            yield slip(manual, value, manual.retyped(value, chance.choice(others)))


@classed("other-person", CRITICAL, "Outra função faz o passo", "Another role does the step")
def other_person(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    return other_ids(manual, chance, "role", "guide:steps/*/who")


@classed("other-service", CRITICAL, "Encaminhamento para outro serviço", "Referral to another service")
def other_service(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    return other_ids(manual, chance, "service", "guide:steps/*/to")


@classed("other-form", CRITICAL, "Outro formulário no passo", "Another form in the step")
def other_form(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    return other_ids(manual, chance, "form", "guide:steps/*/forms/*")


@classed("other-document", CRITICAL, "Outro documento para a pessoa trazer", "Another document for the person to bring")
def other_document(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    return other_ids(manual, chance, "document", "guide:documents/*", "guide:documents/*/document")


@classed("other-data", CRITICAL, "Partilha-se outro dado pessoal", "Other personal data is shared")
def other_data(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    return other_ids(manual, chance, "data", "guide:steps/*/shares/*")


@classed(
    "other-guide", CRITICAL, "Executa-se, ou continua, outro procedimento", "Another procedure is run, or takes over"
)
def other_guide(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    return other_ids(manual, chance, "guide", "guide:steps/*/run", "guide:steps/*/continue")


@classed("other-owner", MEANING, "Outra função responde pelo procedimento", "Another role owns the procedure")
def other_owner(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    return other_ids(manual, chance, "role", "procedure:owner")


@classed("other-source", MEANING, "Outra fonte", "Another source")
def other_source(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    return other_ids(manual, chance, "source", "guide:sources/*", "guide:steps/*/sources/*")


@classed("other-target-of-link", CRITICAL, "Ligação que leva a outro item", "Link that leads to another item")
def other_target_of_link(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value, match in links(manual, chance):
        if value.loc[-1] == "pt" and value.loc[0] == "steps":
            others = sorted({*manual.checked.handbook.entries(match[1])} - {match[2]})
            yield slip(manual, value, manual.reworded(value, match[0], f"]({match[1]}:{chance.choice(others)})"))
