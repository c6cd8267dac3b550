"""Facts that people act on: time limits, numbers to ring, what to bring, who, and the control of documents."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from handbook_builder.diff.wordings import weigh
from tests.mutations.kind import CRITICAL, EDITORIAL, MEANING, Mutation, classed, slip, told
from tests.mutations.manual import Manual, misspelt

LIMITS = ("guide:steps/*/within", "guide:steps/*/answer_within")


@classed("number-of-time-limit", CRITICAL, "Número de um prazo mudado", "Number of a time limit changed")
def number_of_time_limit(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, *LIMITS):
        count, _, unit = value.text.partition(" ")
        if count.isdigit():
            yield slip(manual, value, manual.retyped(value, f"{int(count) + chance.choice((1, 2, 10))} {unit}"))


@classed("unit-of-time-limit", CRITICAL, "Unidade de um prazo mudada", "Unit of a time limit changed")
def unit_of_time_limit(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, *LIMITS):
        count, _, unit = value.text.partition(" ")
        if count.isdigit():
            others = [
                one for one in ("hours", "days", "working days", "weeks", "months") if unit not in (one, one[:-1])
            ]
            yield slip(manual, value, manual.retyped(value, f"{count} {chance.choice(others)}"))


def lost(manual: Manual, chance: random.Random, *patterns: str) -> Iterator[Mutation]:
    """Take values away."""
    for value in manual.some(chance, *patterns):
        yield slip(manual, value, manual.without(value))


@classed("time-limit-lost", CRITICAL, "Prazo apagado", "Deleted time limit")
def time_limit_lost(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    return lost(manual, chance, "guide:steps/*/within")


@classed("person-lost", CRITICAL, "Quem faz o passo, apagado", "Who does the step, deleted")
def person_lost(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    return lost(manual, chance, "guide:steps/*/who")


@classed("warning-lost", CRITICAL, "Aviso de um passo apagado", "Deleted warning of a step")
def warning_lost(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/warning"):
        yield slip(manual, value, manual.without(value), gone=value.lines)


@classed("note-lost", MEANING, "Nota de um passo apagada", "Deleted note of a step")
def note_lost(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/note", "guide:steps/*/tip"):
        texts = manual.checked.library.documents[value.file].data["steps"][int(value.loc[1])][value.loc[2]]
        # A note with a number or a "not" in it weighs more.
        if {weigh(text, "", language)[0] for language, text in texts.items()} == {MEANING}:
            yield slip(manual, value, manual.without(value), gone=value.lines)


def entry_lost(manual: Manual, chance: random.Random, patterns: Sequence[str]) -> Iterator[Mutation]:
    """Take an id out of a list that has others."""
    for value in manual.some(chance, *patterns):
        *way, at = value.loc
        if manual.has(value.file, *way, int(at) + 1) or at:
            yield slip(manual, value, manual.without(value))


LOST_ENTRIES = (
    ("document-lost", CRITICAL, "Documento a trazer, apagado", "Document to bring, deleted", "documents/*"),
    ("form-lost", CRITICAL, "Formulário do passo apagado", "Form of the step, deleted", "steps/*/forms/*"),
    ("shared-data-lost", CRITICAL, "Dado a partilhar apagado", "Data to share, deleted", "steps/*/shares/*"),
    ("source-lost-from-step", MEANING, "Fonte do passo apagada", "Source of the step, deleted", "steps/*/sources/*"),
    ("related-lost", EDITORIAL, "Procedimento relacionado apagado", "Related procedure deleted", "related/*"),
    ("keyword-lost", EDITORIAL, "Palavra de pesquisa apagada", "Search word deleted", "keywords/pt/* keywords/en/*"),
)
for id, weight, pt, en, places in LOST_ENTRIES:
    patterns = [f"guide:{one}" for one in places.split()]
    classed(id, weight, pt, en)(lambda manual, chance, patterns=patterns: entry_lost(manual, chance, patterns))


# Registers.


@classed("phone-digit", CRITICAL, "Algarismo de um telefone mudado", "Digit of a phone number changed")
def phone_digit(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "registers:services/*/channels/*/value"):
        typed = manual.as_typed(value)
        if re.fullmatch(r"['\"]?[+\d ]+['\"]?", typed):
            at = chance.choice([at for at, sign in enumerate(typed) if sign.isdigit()])
            yield slip(
                manual, value, manual.retyped(value, typed[:at] + str((int(typed[at]) + 1) % 10) + typed[at + 1 :])
            )


@classed("address-letter", CRITICAL, "Letra de um endereço mudada", "Letter of an address changed")
def address_letter(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "registers:services/*/channels/*/value"):
        if "@" in value.text or value.text.startswith("http"):
            typed = manual.as_typed(value)
            end = re.search(r"[a-z]{4,}(?=[^a-z]*$)|[a-z]{4,}(?=\.)", typed)
            if end:
                wrong = misspelt(end[0], chance)
                yield slip(manual, value, manual.retyped(value, typed[: end.start()] + wrong + typed[end.end() :]))


@classed("channel-lost", CRITICAL, "Contacto de um serviço apagado", "Contact of a service deleted")
def channel_lost(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "registers:services/*/channels/*"):
        if manual.has(value.file, *value.loc[:-1], 1):
            yield slip(manual, value, manual.without(value), gone=value.lines)


@classed("field-lost", CRITICAL, "Campo de um formulário apagado", "Field of a form deleted")
def field_lost(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "registers:forms/*/fields/*"):
        yield slip(manual, value, manual.without(value), gone=value.lines)


@classed("flag-turned", CRITICAL, "`yes` por `no` num registo", "`yes` for `no` in a register")
def flag_turned(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(
        chance, "registers:forms/*/restricted", "registers:data/*/sensitive", "registers:forms/*/fields/*/required"
    ):
        yield slip(manual, value, manual.retyped(value, "no" if value.text == "yes" else "yes"))


@classed("address-of-source", MEANING, "Endereço de uma fonte mudado", "Address of a source changed")
def address_of_source(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "registers:sources/*/url"):
        yield slip(manual, value, manual.retyped(value, manual.as_typed(value).replace("https://", "https://old.")))


@classed("confidence-raised", MEANING, "Fonte ou serviço dado como confirmado", "Source or service said to be verified")
def confidence_raised(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "registers:sources/*/confidence", "registers:services/*/confidence"):
        if value.text != "verified":
            yield slip(manual, value, manual.retyped(value, "verified"))


@told("entry-without-date", "source-without-date", "Data de uma fonte apagada", "Date of a source deleted")
def entry_without_date(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    dated = {(one.file, one.loc[:2]) for one in manual.at("registers:sources/*/undated")}
    for value in manual.some(chance, "registers:sources/*/published", "registers:sources/*/undated"):
        if value.loc[-1] == "undated" or (value.file, value.loc[:2]) not in dated:
            yield slip(manual, value, manual.without(value), manual.value(value.file, *value.loc[:2], "id").first)


# Document control and settings.


@told("review-in-the-past", "review-overdue", "Data de revisão já passada", "Date of review in the past")
def review_in_the_past(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:control/review_by"):
        yield slip(manual, value, manual.retyped(value, value.text.replace("2027", "2025")))


@told("approved-by-nobody", "approved-without-approver", "Aprovado sem dizer por quem", "Approved, not said by whom")
def approved_by_nobody(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:control/status"):
        if not manual.has(value.file, "control", "approved_by"):
            yield slip(manual, value, manual.retyped(value, "approved"))


@told(
    "version-without-line",
    "version-not-in-changes",
    "Versão nova sem linha no histórico",
    "New version without a line in the history",
)
def version_without_line(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:control/version"):
        if manual.has(value.file, "control", "changes"):
            yield slip(manual, value, manual.retyped(value, "9.9.9"))


@classed("other-order-of-languages", MEANING, "Inglês como língua de origem", "English as the source language")
def other_order_of_languages(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "settings:languages"):
        yield slip(manual, value, manual.retyped(value, "[en, pt]"))


@classed(
    "other-order-of-families", EDITORIAL, "Famílias por outra ordem no menu", "Families in another order in the menu"
)
def other_order_of_families(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "settings:groups/*"):
        at = int(value.loc[1])
        if manual.has(value.file, "groups", at + 1):
            other = manual.value(value.file, "groups", at + 1)
            lines = manual.typed(value.file)
            typed = (*lines[other.first - 1 : other.last], *lines[value.first - 1 : value.last])
            edit = manual.put(value.file, value.first, other.last, *typed)
            places = frozenset((value.file, line) for line in range(1, len(lines)))
            yield Mutation(edit, places, ("settings", "", None))
