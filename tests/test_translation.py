"""Translations: what each text is known by, what makes one stale, and what is recorded of them."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from handbook_builder.build import check_manual
from handbook_builder.cli import main
from handbook_builder.load import load_handbook
from handbook_builder.source import parse
from handbook_builder.translation.record import doubts_of, read_records, record_of, write_record
from handbook_builder.translation.units import units_of
from tests.manuals import edit
from tests.site import TODAY
from tests.translations import COLD, COLD_PT, FLOW, GREET, GREET_PT, HAND_OVER, REFERRAL, WELCOME, doubts, recorded


@pytest.fixture
def manual(starter: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The starter manual, with its translations recorded, as the current folder."""
    monkeypatch.chdir(starter)
    return recorded(starter)


# What a text is known by.


def test_ids_are_made_of_ids(manual: Path) -> None:
    units = list(units_of(load_handbook(manual)[0]))
    ids = {unit.id for unit in units}
    assert len(units) > 80 and len({(unit.id, unit.text("pt")) for unit in units}) == len(units)
    assert {
        "settings/groups.support.title",
        GREET,
        COLD,
        "procedure/referral-to-social-services/steps.decision.answers.agrees.answer",
        "form/parcel-record/fields.parcel.options.cold.label",
        "procedure/referral-to-social-services/indicators",
    } <= ids


# What makes a translation stale.


EDITS: Mapping[str, tuple[list[tuple[str, str, str]], dict[str, str]]] = {
    "nothing": ([], {}),
    "a typo": ([(WELCOME, "Cumprimente a pessoa, diga", "Cumprimente a pesssoa, diga")], {}),
    "punctuation and capitals": ([(WELCOME, "a pessoa, diga o seu nome e", "a pessoa; diga o seu nome, e")], {}),
    "emphasis": ([(WELCOME, "diga o seu nome", "diga o **seu** nome")], {}),
    "a number": ([(FLOW, "para três dias", "para cinco dias")], {COLD: "critical"}),
    "a number in digits": ([(FLOW, "para três dias", "para 3 dias")], {}),
    "a measure": ([(FLOW, "para três dias", "para três semanas")], {COLD: "critical"}),
    "a target": ([(WELCOME, "o [cabaz](term:food-parcel)", "o [cabaz](term:referral)")], {HAND_OVER: "critical"}),
    "not": ([(WELCOME, "diga o seu nome", "não diga o seu nome")], {GREET: "critical"}),
    "the meaning": ([(WELCOME, "um lugar para sentar", "água")], {GREET: "stale"}),
    "the meaning of a summary of changes": ([(WELCOME, "Primeira versão.", "Texto inicial do grupo.")], {}),
    "a number in a worked case": (
        [(WELCOME, "deve dois meses", "deve quatro meses")],
        {"procedure/welcoming-a-person/scenarios.rent-in-arrears.story": "stale"},
    ),
    "both languages": (
        [(WELCOME, "um lugar para sentar", "água"), (WELCOME, "offer a seat", "offer water")],
        {GREET: "unrecorded"},
    ),
    "a number in both languages": (
        [(FLOW, "para três dias", "para 5 dias"), (FLOW, "for three days", "for five days")],
        {COLD: "unrecorded"},
    ),
    "both languages, but not the number": (
        [
            (FLOW, "para três dias", "para 5 dias"),
            (FLOW, "A parcel for three days that needs no", "Something for rooms and guests without"),
        ],
        {COLD: "critical"},
    ),
    "a number, and a typo in the translation": (
        [
            (FLOW, "para três dias", "para cinco dias"),
            (FLOW, "for three days that needs no cooking", "for three days that needs no coooking"),
        ],
        {COLD: "critical"},
    ),
    "the translation alone": ([(WELCOME, "offer a seat", "offer a chair or a bench")], {GREET: "unrecorded"}),
    "the name of a step": (
        [(FLOW, "- id: cold-parcel", "- id: no-kitchen"), (FLOW, "no: cold-parcel", "no: no-kitchen")],
        {},
    ),
    "the name of a step and a number": (
        [(FLOW, "- id: cold-parcel", "- id: no-kitchen"), (FLOW, "para três dias", "para cinco dias")],
        {"flow/which-parcel/steps.no-kitchen.end": "critical"},
    ),
    "an indicator": (
        [(REFERRAL, "Encaminhamentos com resposta dentro do prazo", "Encaminhamentos com resposta")],
        {"procedure/referral-to-social-services/indicators": "stale"},
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_what_an_edit_does_to_translations(name: str, manual: Path) -> None:
    edits, expected = EDITS[name]
    for file, old, new in edits:
        edit(manual / file, old, new)
    found = doubts(manual)
    assert found == {one: state for one, state in expected.items()}


def shuffled(value: Any, chance: random.Random) -> Any:
    """Give the same content in another order: keys of maps, and all lists but those that mean their order."""
    if isinstance(value, dict):
        keys = chance.sample(list(value), len(value))
        return {key: shuffled(value[key], chance) for key in keys}
    if isinstance(value, list):
        return [shuffled(one, chance) for one in chance.sample(value, len(value))]
    return value


@pytest.mark.parametrize("seed", range(20))
def test_order_and_layout_do_not_matter(seed: int, manual: Path) -> None:
    """Steps, answers, entries, keys: all in another order, all quotes and folds and comments gone."""
    chance = random.Random(seed)
    for file in [*manual.glob("procedures/*/*.yml"), *manual.glob("flows/*.yml"), manual / "handbook.yml"]:
        document, _ = parse(file.read_bytes(), file.name)
        assert document is not None
        value = shuffled(document.data, chance)
        if "languages" in value:
            value["languages"] = ["pt", "en"]
        file.write_text(yaml.safe_dump(value, default_style='"', allow_unicode=True, width=60), encoding="utf-8")
    assert doubts(manual) == {}


@pytest.mark.parametrize("seed", range(10))
def test_a_number_is_found_wherever_its_text_went(seed: int, manual: Path) -> None:
    """Everything in another order, every step under another name, and one number changed."""
    chance = random.Random(seed)
    file = manual / FLOW
    document, _ = parse(file.read_bytes(), file.name)
    assert document is not None
    text = yaml.safe_dump(shuffled(document.data, chance), default_style='"', allow_unicode=True)
    for step in document.data["steps"]:
        text = re.sub(rf'"{step["id"]}"', f'"{step["id"]}-{seed}"', text)
    file.write_text(text.replace("para três dias", "para dez dias"), encoding="utf-8")
    found = {unit.id for unit in units_of(load_handbook(manual)[0]) if "dez dias" in unit.text("pt")}
    assert doubts(manual) == dict.fromkeys(found, "critical") and len(found) == 1


def test_texts_of_a_list_are_known_by_their_words(manual: Path) -> None:
    file = manual / REFERRAL
    edit(
        file,
        "indicators:\n",
        "indicators:\n  - {pt: Pessoas ouvidas por mês., en: People heard a month.}\n"
        "  - {pt: Pedidos enviados em dois dias., en: Requests sent within two days.}\n",
    )
    handbook = load_handbook(manual)[0]
    write_record(manual, "en", record_of(handbook, "en", {}))
    assert doubts(manual) == {}
    text = file.read_text(encoding="utf-8")
    lines = re.findall(r"^  - \{pt: Pe.*\n", text, re.M)
    swapped = text.replace("".join(lines), "".join(reversed(lines))).replace("em dois dias", "em três dias")
    file.write_text(swapped, encoding="utf-8")
    handbook = load_handbook(manual)[0]
    records, _ = read_records(manual, handbook)
    found = doubts_of(handbook, "en", records["en"])
    # No number in an indicator tells anybody what to do.
    assert [(one["en"], doubt.kind, doubt.is_critical) for one, doubt in found.items()] == [
        ("Requests sent within two days.", "stale", False)
    ]


def test_a_procedure_that_moves_takes_its_translations_along(manual: Path) -> None:
    file = manual / WELCOME
    file.rename(manual / "procedures/support/receiving.yml")
    edit(manual / "procedures/support/receiving.yml", "id: welcoming-a-person", "id: receiving")
    edit(manual / "procedures/support/receiving.yml", GREET_PT, "Cumprimente a pessoa e ofereça 2 lugares.")
    assert doubts(manual) == {"procedure/receiving/steps.greet.do": "critical"}


def test_a_manual_without_a_record_has_nothing_stale(starter: Path) -> None:
    edit(starter / FLOW, "para três dias", "para cinco dias")
    checked = check_manual(starter, TODAY)
    assert checked.handbook.doubts == {} and checked.diagnostics == ()


def test_a_record_that_git_could_not_join_is_an_error(manual: Path) -> None:
    file = manual / "translations/en.json"
    file.write_text(file.read_text(encoding="utf-8").replace('["', '<<<<<<< HEAD\n["', 1), encoding="utf-8")
    (found,) = check_manual(manual, TODAY).diagnostics
    assert (found.file, found.code, found.line) == ("translations/en.json", "unreadable-file", 2)
    for text in ("{}", "[[1, 2, 3]]", '["abc"]', '[["a", "b"]]'):
        file.write_text(text, encoding="utf-8")
        problems = [one.code for one in check_manual(manual, TODAY).diagnostics]
        assert problems == (["unreadable-file"] if text != "{}" else problems), text


# Recording.


def test_record_takes_up_what_changed_in_both_languages_and_leaves_what_is_stale(manual: Path) -> None:
    edit(manual / WELCOME, "um lugar para sentar", "água")
    edit(manual / WELCOME, "offer a seat", "offer water")
    edit(manual / FLOW, "para três dias", "para cinco dias")
    edit(manual / REFERRAL, "O que decide a pessoa?", "O que decide a pessoa depois?")
    assert main(["translate", "record"]) == 0
    stale = {COLD: "critical", "procedure/referral-to-social-services/steps.decision.ask": "critical"}
    assert doubts(manual) == stale
    edit(manual / WELCOME, "água", "café")
    assert doubts(manual) == {**stale, GREET: "stale"}, "the new pair is what counts now"


def test_record_takes_the_word_of_whoever_says_that_a_translation_fits(
    manual: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(manual / WELCOME, "um lugar para sentar", "água")
    edit(manual / FLOW, "para três dias", "para cinco dias")
    assert main(["translate", "record", "procedure/welcoming-a-person/steps.greet"]) == 0
    assert capsys.readouterr().out == "translations/en.json\n"
    assert doubts(manual) == {COLD: "critical"}
    assert main(["translate", "record", "flow/which-parcel/steps.col"]) == 2
    assert 'no text has the id "flow/which-parcel/steps.col"' in capsys.readouterr().err
    assert main(["translate", "record", "--lang-of", "pt"]) == 2
    assert "handbook.yml names the languages pt, en" in capsys.readouterr().err


def test_the_checks_tell_what_is_stale_and_what_is_not_recorded(manual: Path) -> None:
    edit(manual / FLOW, "para três dias", "para cinco dias")
    edit(manual / WELCOME, "offer a seat", "offer a chair or a bench")
    one, other = check_manual(manual, TODAY).diagnostics
    assert (one.file, one.code, one.excerpt.strip()[:6]) == (FLOW, "stale-translation", "end: {")
    assert one.message.endswith(f'said "{COLD_PT}"') and one.hint.endswith(f'record "{COLD}"')
    assert (other.file, other.line, other.code) == (WELCOME, 3, "unrecorded-translation")
