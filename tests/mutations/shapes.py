"""Keys and values that do not fit the format: what the help while typing would have shown."""

from __future__ import annotations

import random
from collections.abc import Iterator

from handbook_builder.model.control import Control
from handbook_builder.model.procedure import Procedure, Scenario
from handbook_builder.model.registers import Channel, Form, FormField, Service, Source
from handbook_builder.model.settings import Settings
from handbook_builder.model.steps import Action, Answer, Decision, End, Referral, Run
from handbook_builder.model.text import Part
from tests.mutations.kind import NONE, Mutation, classed, slip, told
from tests.mutations.manual import Manual, Value, misspelt, shuffled
from tests.mutations.signs import own_lines

UNKNOWN_KEY = "unknown-key step-kind"
"""A misspelt "do" or "ask" leaves a step that does not say what it is."""

STEPS = (Action, Decision, Run, Referral, End)


def known_keys(*models: type[Part]) -> set[str]:
    return {info.alias or name for model in models for name, info in model.model_fields.items()}


def misspelt_keys(
    manual: Manual, chance: random.Random, values: list[Value], *models: type[Part]
) -> Iterator[Mutation]:
    """Misspell keys of some models; the line of the key is the right one, or of the step that lacks its kind now."""
    known = known_keys(*models)
    for value in shuffled(chance, values):
        key = str(value.key.value)
        wrong = misspelt(key, chance) if len(key) > 3 else key + chance.choice("sx")
        if wrong not in known:
            yield slip(manual, value, manual.retyped(value, wrong, key=True))


@told("misspelt-key-of-head", "unknown-key", "Chave do cabeçalho mal escrita", "Misspelt key of the head")
def misspelt_key_of_head(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    values = manual.at(*(f"guide:{key}" for key in known_keys(Procedure)))
    return misspelt_keys(manual, chance, values, Procedure)


@told("misspelt-key-of-step", UNKNOWN_KEY, "Chave de um passo mal escrita", "Misspelt key of a step")
def misspelt_key_of_step(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    values = [
        one
        for one in manual.at(*(f"guide:steps/*/{key}" for key in known_keys(*STEPS)))
        if one.key.value not in ("do", "ask", "run", "refer", "end")
    ]
    return misspelt_keys(manual, chance, values, *STEPS)


@told("misspelt-kind-of-step", UNKNOWN_KEY, "Tipo do passo mal escrito", "Misspelt kind of a step")
def misspelt_kind_of_step(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, *(f"guide:steps/*/{key}" for key in ("do", "ask", "run", "refer", "end"))):
        key = str(value.key.value)
        wrong = {"do": chance.choice(("od", "doo")), "run": "rum", "end": "ends"}.get(key) or misspelt(key, chance)
        step = manual.value(value.file, *value.loc[:-1])
        # It may be too short to guess what was meant; then the step is named, which does not say what it is.
        yield slip(manual, value, manual.retyped(value, wrong, key=True), value.first, step.first)


@told("misspelt-key-of-answer", "unknown-key", "Chave de uma resposta mal escrita", "Misspelt key of an answer")
def misspelt_key_of_answer(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    values = manual.at(*(f"guide:steps/*/answers/*/{key}" for key in known_keys(Answer)))
    return misspelt_keys(manual, chance, values, Answer)


@told("misspelt-key-of-control", "unknown-key", "Chave do controlo mal escrita", "Misspelt key of the control block")
def misspelt_key_of_control(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    return misspelt_keys(manual, chance, manual.at(*(f"guide:control/{key}" for key in known_keys(Control))), Control)


@told("misspelt-key-of-case", "unknown-key", "Chave de um caso prático mal escrita", "Misspelt key of a worked case")
def misspelt_key_of_case(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    values = manual.at(*(f"guide:scenarios/*/{key}" for key in known_keys(Scenario)))
    return misspelt_keys(manual, chance, values, Scenario)


@told("misspelt-key-of-register", "unknown-key", "Chave de um registo mal escrita", "Misspelt key of a register")
def misspelt_key_of_register(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    parts: dict[str, type[Part]] = {
        "services/*": Service,
        "services/*/channels/*": Channel,
        "forms/*": Form,
        "forms/*/fields/*": FormField,
        "sources/*": Source,
    }
    found = [
        one
        for path, model in parts.items()
        for one in manual.at(*(f"registers:{path}/{key}" for key in known_keys(model)))
    ]
    return misspelt_keys(manual, chance, found, *parts.values())


@told("misspelt-key-of-settings", "unknown-key", "Chave das definições mal escrita", "Misspelt key of the settings")
def misspelt_key_of_settings(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    return misspelt_keys(manual, chance, manual.at(*(f"settings:{key}" for key in known_keys(Settings))), Settings)


@told("misspelt-language", "unknown-language", "Código de língua mal escrito", "Misspelt code of a language")
def misspelt_language(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in shuffled(chance, list(manual.wordings)):
        wrong = chance.choice({"pt": ("ptt", "po", "pr"), "en": ("eng", "an", "ne")}[str(value.loc[-1])])
        yield slip(manual, value, manual.retyped(value, wrong, key=True))


@told("capital-yes-as-answer", "unknown-key", "`Yes` em vez de `yes` como resposta", "`Yes` for `yes` as an answer")
def capital_yes_as_answer(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/yes", "guide:steps/*/no"):
        yield slip(manual, value, manual.retyped(value, str(value.key.value).capitalize(), key=True))


@told(
    "capital-yes-in-case",
    "unknown-answer",
    "`Yes` em vez de `yes` num caso prático",
    "`Yes` for `yes` in a worked case",
)
def capital_yes_in_case(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:scenarios/*/answers/?"):
        if value.text in ("yes", "no"):
            yield slip(manual, value, manual.retyped(value, value.text.capitalize()))


@classed(
    "capital-yes-as-value", NONE, "`Yes` ou `sim` em vez de `yes` num valor", "`Yes` or `sim` for `yes` as a value"
)
def capital_yes_as_value(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "registers:forms/*/fields/*/required", "registers:areas/*/everywhere"):
        if value.text == "yes":
            yield slip(manual, value, manual.retyped(value, chance.choice(("Yes", "sim", "true"))))


# Values.


def retyped_values(manual: Manual, chance: random.Random, texts: tuple[str, ...], *patterns: str) -> Iterator[Mutation]:
    """Type wrong values for scalars."""
    for value in manual.some(chance, *patterns):
        yield slip(manual, value, manual.retyped(value, chance.choice(texts)))


@told("wrong-status", "wrong-value", "Estado que não existe", "Status that does not exist")
def wrong_status(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    return retyped_values(
        manual, chance, ("rascunho", "Draft", "aproved", "final", "in review"), "guide:control/status"
    )


@told(
    "wrong-choice",
    "wrong-value",
    "Resultado, prioridade ou consentimento que não existe",
    "Outcome, priority or consent that does not exist",
)
def wrong_choice(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    patterns = ("guide:steps/*/outcome", "guide:steps/*/priority", "guide:steps/*/consent")
    for value in manual.some(chance, *patterns):
        yield slip(manual, value, manual.retyped(value, misspelt(value.text, chance)))


@told(
    "wrong-date",
    "wrong-value",
    "Data que não existe, ou por outra ordem",
    "Date that does not exist, or in another order",
)
def wrong_date(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    wrong = ("31-05-2027", "2027-02-30", "2027-13-01", "2027-5-31", "maio de 2027", "2027/05/31")
    patterns = ("guide:control/review_by", "guide:control/changes/*/date", "registers:sources/*/seen_on")
    return retyped_values(manual, chance, wrong, *patterns)


@told("wrong-version", "wrong-value", "Versão que não são três números", "Version that is not three numbers")
def wrong_version(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    patterns = ("guide:control/version", "guide:control/changes/*/version")
    return retyped_values(manual, chance, ("1", "0.2", "v0.2.0", "0.2.0-a", "0,2,0"), *patterns)


@told("wrong-time-limit", "wrong-value", "Prazo escrito de outro modo", "Time limit written in another way")
def wrong_time_limit(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    wrong = ("2 dias", "48h", "two days", "2 days or so", "2", "2 workdays", "0 days", "1.5 hours")
    return retyped_values(manual, chance, wrong, "guide:steps/*/within", "guide:steps/*/answer_within")


@told(
    "capital-in-id",
    "wrong-value",
    "Identificador com maiúscula, acento ou espaço",
    "Id with a capital, accent or space",
)
def capital_in_id(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    patterns = (
        "guide:steps/*/id",
        "guide:steps/*/answers/*/id",
        "guide:scenarios/*/id",
        "guide:owner",
        "guide:related/*",
    )
    for value in manual.some(chance, *patterns):
        wrong = chance.choice(
            (value.text.capitalize(), value.text.replace("e", "é", 1) + "ç", value.text + " b", f"{value.text}_1")
        )
        yield slip(manual, value, manual.retyped(value, wrong))


@told("text-for-list", "wrong-shape", "Texto onde se espera uma lista", "Text where a list is expected")
def text_for_list(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    patterns = ("guide:forms", "guide:steps/*/forms", "guide:sources", "guide:related", "guide:steps/*/shares")
    for value in manual.some(chance, *patterns, "registers:services/*/needs"):
        if value.is_text or value.first == value.last:
            yield slip(manual, value, manual.retyped(value, value.node.value[0].value))


@told("text-for-map", "wrong-shape", "Texto onde se esperam chaves", "Text where keys are expected")
def text_for_map(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:control", "guide:keywords", "guide:scenarios/*/answers"):
        line = manual.typed(value.file)[value.first - 1]
        new = line[: value.key.end_mark.column] + ": none"
        yield slip(manual, value, manual.put(value.file, value.first, value.last, new))


# What must be there.


@told("step-of-two-kinds", "step-kind", "Passo que é duas coisas", "Step that is two things")
def step_of_two_kinds(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/do", "guide:steps/*/ask", "guide:steps/*/end"):
        if not value.is_inline and not manual.has(value.file, *value.loc[:-1], "run"):
            margin = " " * value.key.start_mark.column
            other = "ask" if value.key.value != "ask" else "do"
            line = f'{margin}{other}: {{pt: "Mais uma?", en: "One more?"}}'
            edit = manual.put(value.file, value.last + 1, value.last, line)
            # Which of the two is too much, only the author knows: the program names the second of its own order.
            yield slip(manual, value, edit, value.first, value.last + 1)


@told("step-without-kind", "step-kind", "Passo sem o seu texto", "Step without its text")
def step_without_kind(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, *(f"guide:steps/*/{key}" for key in ("do", "ask", "refer", "end"))):
        if not value.is_inline and not manual.has(value.file, *value.loc[:-1], "run"):
            step = manual.value(value.file, *value.loc[:-1])
            yield slip(manual, value, manual.without(value), step.first)


@told("needed-key-lost", "missing-key", "Falta uma chave obrigatória", "A needed key is missing")
def needed_key_lost(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    patterns = (
        *(
            "guide:steps/*/outcome",
            "guide:steps/*/to",
            "guide:steps/*/answers/*/answer",
            "guide:steps/*/answers/*/next",
        ),
        *("guide:scenarios/*/title", "guide:scenarios/*/ends", "guide:control/version", "guide:control/status"),
        *("guide:title", "procedure:owner", "registers:services/*/does", "registers:sources/*/title"),
        *("registers:services/*/channels/*/value", "registers:forms/*/fields/*/label"),
    )
    for value in manual.some(chance, *patterns):
        # The key is told at what lacks it: the step, answer, case or entry; for the head, at the first line.
        holder = manual.value(value.file, *value.loc[:-1]).first if len(value.loc) > 1 else top_line(manual, value.file)
        yield slip(manual, value, manual.without(value), holder)


def top_line(manual: Manual, file: str) -> int:
    """Give the line of the first key of a file."""
    return min(
        one.first for one in manual.at("guide:id", "registers:services", "registers:sources") if one.file == file
    )


@told("all-steps-lost", "missing-key", "Todos os passos apagados", "All steps deleted")
def all_steps_lost(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps"):
        yield slip(manual, value, manual.without(value), top_line(manual, value.file))


@told("key-in-wrong-place", "unknown-key", "Chave certa no lugar errado", "Right key in the wrong place")
def key_in_wrong_place(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in own_lines(manual, chance):
        if len(value.loc) == 3 and value.loc[0] == "steps":
            margin = " " * value.key.start_mark.column
            line = margin + chance.choice(
                ("title: {pt: Um, en: One}", "owner: officer", "version: 0.1.0", "ends: done")
            )
            yield slip(manual, value, manual.put(value.file, value.first, value.first - 1, line))
