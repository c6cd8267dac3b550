"""Translations: what makes one stale, what translators get and give back, what readers see until it is translated."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polib
import pytest
import yaml
from lxml import html  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from handbook_builder.build import check_manual
from handbook_builder.cli import main
from handbook_builder.commands.init import copy_starter
from handbook_builder.load import load_handbook
from handbook_builder.model.handbook import Handbook
from handbook_builder.render.words import words_of
from handbook_builder.rewrite import AuthorFile
from handbook_builder.source import parse
from handbook_builder.translation.losses import losses
from handbook_builder.translation.record import doubts_of, read_records, record_of, write_record
from handbook_builder.translation.units import units_of
from tests.browser import shown, violations, watched
from tests.site import TODAY, build, tree, words
from tests.test_languages import texts

CASE = Path(__file__).parent / "cases/french"
WELCOME = "procedures/reception/welcoming-a-person.yml"
REFERRAL = "procedures/support/referral-to-social-services.yml"
FLOW = "flows/which-parcel.yml"
COLD = "flow/which-parcel/steps.cold-parcel.end"
GREET = "procedure/welcoming-a-person/steps.greet.do"


@pytest.fixture
def manual(starter: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The starter manual, with its translations recorded, as the current folder."""
    monkeypatch.chdir(starter)
    handbook = load_handbook(starter)[0]
    write_record(starter, "en", record_of(handbook, "en", {}))
    return starter


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, (old, text.count(old))
    file.write_text(text.replace(old, new), encoding="utf-8")


def doubts(root: Path, language: str = "en") -> dict[str, str]:
    """Give what is not settled in a manual, by the id of the text."""
    handbook, _, problems = load_handbook(root)
    assert [one for one in problems if one.is_error] == []
    records, unread = read_records(root, handbook)
    assert unread == []
    found = doubts_of(handbook, language, records[language])
    return {
        unit.id: "critical" if (doubt := found[unit.wording]).is_critical else doubt.kind
        for unit in units_of(handbook)
        if unit.wording in found
    }


def said(root: Path, id: str, language: str) -> str:
    return next(unit.text(language) for unit in units_of(load_handbook(root)[0]) if unit.id == id)


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

COLD_PT, COLD_EN = "Cabaz sem cozinha para três dias.", "A parcel for three days that needs no cooking."
GREET_PT = "Cumprimente a pessoa, diga o seu nome e ofereça um lugar para sentar."
GREET_EN = "Greet the person, say your name and offer a seat."
PARCEL_PT = "Entregue o [cabaz](term:food-parcel) e registe a entrega."
RELEASE_PT = "Nunca recuse comida por faltar um documento."
HAND_OVER = "procedure/welcoming-a-person/steps.hand-over.do"

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


# To translators and back.


def po_file(root: Path, language: str = "en") -> polib.POFile:
    assert main(["translate", "export", language]) == 0
    return polib.pofile(str(root / "locale" / language / "handbook.po"))


def entry(file: polib.POFile, id: str) -> polib.POEntry:
    return next(one for one in file if one.msgctxt == id)


def take(file: polib.POFile, root: Path) -> int:
    file.save(str(root / "back.po"))
    return main(["translate", "import", str(root / "back.po")])


def test_an_export_is_what_weblate_expects(manual: Path) -> None:
    edit(manual / FLOW, "para três dias", "para cinco dias")
    edit(manual / WELCOME, "      en: Ask which language the person prefers to speak.\n", "")
    file = po_file(manual)
    assert file.metadata["Language"] == "en" and "UTF-8" in file.metadata["Content-Type"]
    assert len({(one.msgctxt, one.msgid) for one in file}) == len(file) > 80
    for one in file:
        ((name, line),) = one.occurrences
        assert (manual / name).is_file() and 0 < int(line) <= len((manual / name).read_text("utf-8").splitlines())
    stale, missing, done = (entry(file, id) for id in (COLD, "procedure/welcoming-a-person/steps.greet.tip", GREET))
    assert (stale.fuzzy, stale.previous_msgid, stale.msgstr) == (True, COLD_PT, COLD_EN)
    assert stale.msgid == "Cabaz sem cozinha para cinco dias."
    assert (missing.fuzzy, missing.msgstr) == (False, "")
    assert (done.fuzzy, done.msgid, done.msgstr) == (False, GREET_PT, GREET_EN)
    assert "What to do: one action a step." in done.comment


@pytest.mark.parametrize("recorded", [True, False])
@pytest.mark.parametrize("stale", [True, False])
def test_an_export_that_comes_back_untouched_writes_nothing(recorded: bool, stale: bool, manual: Path) -> None:
    if stale:
        edit(manual / FLOW, "para três dias", "para cinco dias")
    if not recorded:
        shutil.rmtree(manual / "translations")
    file = po_file(manual)
    file.save(str(manual / "back.po"))
    before = tree(manual)
    assert take(file, manual) == 0
    assert tree(manual) == before


def test_what_comes_back_is_written_beside_the_source(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(manual / FLOW, "para três dias", "para 5 dias")
    edit(manual / WELCOME, "title: {pt: Acolher uma pessoa, en: Welcoming a person}", "title: Acolher uma pessoa")
    before = (manual / WELCOME).read_text(encoding="utf-8")
    file = po_file(manual)
    entry(file, COLD).msgstr = "A cold parcel, for 5 days: no # cooking"
    entry(file, COLD).flags = []
    entry(file, "procedure/welcoming-a-person/title").msgstr = "Receiving a person"
    capsys.readouterr()
    assert take(file, manual) == 0
    assert capsys.readouterr() == (f"{FLOW}\n{WELCOME}\n", "2 translations written\n")
    assert said(manual, COLD, "en") == "A cold parcel, for 5 days: no # cooking"
    after = (manual / WELCOME).read_text(encoding="utf-8")
    assert "\ntitle:\n  pt: Acolher uma pessoa\n  en: Receiving a person\n" in after
    left = before.replace("title: Acolher uma pessoa\n", "")
    assert after.replace("title:\n  pt: Acolher uma pessoa\n  en: Receiving a person\n", "") == left, "comments, order"
    assert doubts(manual) == {}
    assert check_manual(manual, TODAY).diagnostics == ()


def test_a_mark_taken_away_says_that_the_translation_still_fits(manual: Path) -> None:
    edit(manual / WELCOME, "um lugar para sentar", "um assento")
    file = po_file(manual)
    entry(file, GREET).flags = []
    before = tree(manual / "procedures")
    assert take(file, manual) == 0
    assert doubts(manual) == {} and tree(manual / "procedures") == before


def test_what_a_translator_is_not_sure_of_waits(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = po_file(manual)
    entry(file, GREET).flags = ["fuzzy"]
    entry(file, COLD).flags = ["fuzzy"]
    entry(file, COLD).msgstr = "Perhaps a parcel for three days."
    assert take(file, manual) == 0
    assert capsys.readouterr().err == "0 translations written\n2 translations marked as fuzzy\n"
    assert said(manual, COLD, "en") == COLD_EN
    assert doubts(manual) == {GREET: "fuzzy"}
    assert [one.code for one in check_manual(manual, TODAY).diagnostics] == ["stale-translation"]
    assert entry(po_file(manual), GREET).fuzzy
    assert main(["translate", "record", GREET]) == 0
    assert doubts(manual) == {}


def change(id: str, text: str) -> Callable[[polib.POFile, Path], None]:
    def apply(file: polib.POFile, root: Path) -> None:
        entry(file, id).msgstr = text

    return apply


def and_then(id: str, text: str, name: str, old: str, new: str) -> Callable[[polib.POFile, Path], None]:
    """Translate, while somebody edits the manual."""

    def apply(file: polib.POFile, root: Path) -> None:
        entry(file, id).msgstr = text
        edit(root / name, old, new)

    return apply


REFUSED: Mapping[str, tuple[Callable[[polib.POFile, Path], None], str]] = {
    "a lost link": (change(HAND_OVER, "Hand over the parcel now."), "the link to term:food-parcel is missing"),
    "a link elsewhere": (
        change(HAND_OVER, "Hand over the [parcel](term:food-parcel), see [this](term:referral)."),
        "the link to term:referral is not in the source",
    ),
    "a lost number": (
        change("service/social-services/channels.+351 000 000 000.hours", "Working days from nine"),
        "the number 17 is missing",
    ),
    "HTML": (change(GREET, "Greet <b>the person</b>."), 'the text holds HTML: "<b>"'),
    "another source": (
        and_then(GREET, "Say hello to the person.", WELCOME, "ofereça um lugar", "peça um lugar"),
        "the source has changed since the export",
    ),
    "another translation": (
        and_then(GREET, "Say hello to the person.", WELCOME, "offer a seat", "offer a chair"),
        "somebody else has changed the translation",
    ),
    "a text that is gone": (
        and_then(COLD, "A cold parcel for three days.", FLOW, f"{{pt: {COLD_PT}", "{pt: Outra coisa de novo."),
        "the source has changed since the export",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_do_damage_is_refused_and_nothing_is_written(
    name: str, manual: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = po_file(manual)
    damage, message = REFUSED[name]
    damage(file, manual)
    entry(file, "form/parcel-record/title").msgstr = "A good translation"
    capsys.readouterr()
    file.save(str(manual / "back.po"))
    before = tree(manual)
    assert main(["translate", "import", "back.po"]) == 1
    assert tree(manual) == before
    out, err = capsys.readouterr()
    place = re.fullmatch(r"back\.po:(\d+): (\S.*?): (.*)\n", out)
    assert place and message in place[3] and err == "1 text was refused; nothing was written\n"
    lines = (manual / "back.po").read_text(encoding="utf-8").splitlines()
    assert f'msgctxt "{place[2]}"' in lines[int(place[1]) - 1 : int(place[1]) + 7]


def test_what_a_translator_did_not_touch_does_not_undo_later_work(manual: Path) -> None:
    file = po_file(manual)
    edit(manual / WELCOME, "offer a seat", "offer a chair or a bench")
    edit(manual / FLOW, "para três dias", "para cinco dias")
    entry(file, "form/parcel-record/title").msgstr = "Record of parcels"
    assert take(file, manual) == 0
    assert "a chair or a bench" in said(manual, GREET, "en")
    assert said(manual, "form/parcel-record/title", "en") == "Record of parcels"
    assert doubts(manual) == {COLD: "critical"}


def test_slips_mended_and_steps_renamed_meanwhile_do_not_matter(manual: Path) -> None:
    file = po_file(manual)
    edit(manual / WELCOME, "Cumprimente a pessoa, diga", "Cumprimente a pesssoa, diga")
    edit(manual / FLOW, "- id: cold-parcel", "- id: no-kitchen")
    edit(manual / FLOW, "no: cold-parcel", "no: no-kitchen")
    edit(manual / FLOW, "ends: cold-parcel", "ends: no-kitchen")
    entry(file, GREET).msgstr = "Say hello."
    entry(file, COLD).msgstr = "A cold parcel for three days."
    assert take(file, manual) == 0
    assert said(manual, GREET, "en") == "Say hello."
    assert said(manual, "flow/which-parcel/steps.no-kitchen.end", "en") == "A cold parcel for three days."


def test_a_file_that_is_none_of_ours(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = po_file(manual)
    file.metadata["Language"] = "pt"
    assert take(file, manual) == 2
    assert 'the manual is not translated into "pt"' in capsys.readouterr().err
    (manual / "back.po").write_text("id: a manual\n", encoding="utf-8")
    assert main(["translate", "import", "back.po"]) == 2
    assert "back.po is no PO file" in capsys.readouterr().err
    assert main(["translate", "import", "none.po"]) == 2
    assert main(["translate", "export", "tlh"]) == 2
    edit(manual / WELCOME, "no: goodbye", "no: [")
    assert main(["translate", "status"]) == 2
    out, err = capsys.readouterr()
    assert "[yaml-syntax]" in out and "the manual has errors; mend them first" in err


@pytest.mark.parametrize(
    ("source", "text", "lost"),
    [
        ("Ligue 116 000 até 10 dias.", "Call 116000 within ten days.", 0),
        ("São 1.500 euros.", "That is 1,500 euros.", 0),
        ("Às 09:30.", "At 9:30.", 0),
        ("Entre 2 e 12 dias.", "Between 2 and 11 days.", 1),
        ("Use `F-01`.", "Use F-01.", 1),
        ("Ver [a](https://a.pt) e [b](https://b.pt).", "See [b](https://b.pt) and [a](https://a.pt).", 0),
        ("Ver [a](https://a.pt).", "See [a](https://a.pt/en).", 2),
    ],
)
def test_what_a_translation_must_keep(source: str, text: str, lost: int) -> None:
    assert len(list(losses(source, text, "en"))) == lost


# How far it is.


def test_the_status_counts_and_lists(manual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(manual / FLOW, "para três dias", "para cinco dias")
    edit(manual / WELCOME, "      en: Ask which language the person prefers to speak.\n", "")
    assert main(["translate", "status"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"English \(en\): (\d+) of (\d+) texts done, missing 1, to be updated 1", lines[0])
    assert f"    {FLOW}:26: {COLD}: to be updated, critical" in lines
    assert [line[6:] for line in lines if line.startswith("      ")] == [
        f"- {COLD_PT}",
        "+ Cabaz sem cozinha para cinco dias.",
    ]
    assert main(["translate", "status", "--lang-of", "en", "--format", "json"]) == 0
    value = json.loads(capsys.readouterr().out)["en"]
    assert value["counts"] == {"missing": 1, "stale": 1, "fuzzy": 0, "done": sum(value["counts"].values()) - 2}
    flow = next(one for one in value["items"] if one["id"] == "which-parcel")
    (text,) = flow["texts"]
    assert (text["step"], text["state"], text["critical"], text["before"]) == ("cold-parcel", "stale", True, COLD_PT)
    assert main(["translate", "status", "--format", "markdown", "--lang", "pt"]) == 0
    told = capsys.readouterr().out
    assert "| flow/which-parcel | 0 | 1 | 0 | 9 |" in told and f"- `{COLD}` ({FLOW}:26): por atualizar" in told


# What readers see.


@pytest.fixture(scope="module")
def aged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the starter manual, of which some texts changed after they were translated."""
    root = tmp_path_factory.mktemp("aged") / "manual"
    copy_starter(root, TODAY)
    write_record(root, "en", record_of(load_handbook(root)[0], "en", {}))
    edit(root / FLOW, "para três dias", "para cinco dias")
    edit(root / WELCOME, "um lugar para sentar", "água")
    edit(root / REFERRAL, "{pt: Quer pensar,", "{pt: Quer pensar 3 dias,")
    assert build(root).ok
    return root / "site"


def page(folder: Path, path: str) -> html.HtmlElement:
    return html.parse(str(folder / path)).getroot()


def test_a_number_that_changed_is_shown_in_the_source_language_with_a_mark(aged: Path) -> None:
    flow = page(aged, "en/flows/which-parcel.html")
    (heading,) = flow.xpath("//h3[@id='step-cold-parcel']")
    assert heading.xpath("./span/@lang") == ["pt"]
    assert words(heading).startswith("5. Cabaz sem cozinha para cinco dias. translation being updated")
    article = words(flow.xpath("//article")[0])
    assert "three days" not in article and "The original (Português) changed in a number" in article
    (box,) = flow.xpath("//*[@data-file]//*[local-name()='g' and contains(@id, '-node--cold-parcel') and @lang='pt']")
    drawn = " ".join(box.itertext()).split()
    assert "cinco" in drawn and drawn[-3:] == ["(translation", "being", "updated)"]
    answers = words(page(aged, "en/" + REFERRAL.replace("yml", "html")).xpath("//div[@class='hb-answers']")[0])
    assert "Quer pensar 3 dias translation being updated" in answers


def test_whatever_else_changed_is_shown_as_translated_with_a_notice(aged: Path) -> None:
    shown_page = page(aged, "en/" + WELCOME.replace("yml", "html"))
    (notice,) = shown_page.xpath("//*[contains(@class, 'hb-incomplete')]")
    assert "Some texts on this page were translated before" in words(notice)
    assert GREET_EN in words(shown_page.xpath("//h3[@id='step-greet']")[0])
    assert shown_page.xpath("//article//*[@class='hb-updating']") == []


def test_the_source_language_shows_no_sign_of_it(aged: Path) -> None:
    for path in aged.rglob("*.html"):
        if "en" not in path.relative_to(aged).parts:
            found = html.parse(str(path)).getroot()
            assert found.xpath("//*[@class='hb-updating' or contains(@class, 'hb-incomplete')]") == [], path


def test_a_page_tells_how_far_each_language_is(aged: Path) -> None:
    for root, word, title in (("", "por atualizar", "Traduções"), ("en/", "to update", "Translations")):
        found = page(aged, f"{root}reference/translations.html")
        assert words(found.find("head/title")).startswith(title)
        rows = [[words(cell) for cell in row] for row in found.xpath("//article//tr")]
        assert [row[2] for row in rows] == [word, "1", "1", "1"]
        links = found.xpath("//article//li//a/@href")
        assert any(link.endswith("#step-cold-parcel") for link in links)
        status = page(aged, f"{root}reference/status.html")
        assert "translations.html" in status.xpath("//article//a/@href")
        assert "translations.html" in " ".join(found.xpath("//nav//a/@href")) or found.xpath("//nav//a[@aria-current]")


@pytest.mark.browser
def test_the_walk_shows_the_mark_too(aged: Path, browser: Browser) -> None:
    with watched(browser, 360) as seen:
        walked = seen.context.new_page()
        shown(walked, aged / "en/flows/which-parcel.html")
        walked.evaluate("location.hash = '#walk=food-today.yes,kitchen.no'")
        walked.reload()
        heading = walked.locator(".hb-walk-words")
        assert "cinco dias. translation being updated" in heading.inner_text()
        assert heading.locator("[lang=pt]").inner_text() == "Cabaz sem cozinha para cinco dias."
        assert violations(walked) == []
        assert seen.troubles == []


# A further language, by configuration alone.


@pytest.fixture(scope="module")
def french(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter manual with a third language: two settings, a first page, and the PO file of a translator."""
    root = tmp_path_factory.mktemp("french") / "manual"
    copy_starter(root, TODAY)
    edit(root / "handbook.yml", "languages: [pt, en]", "languages: [pt, en, fr]")
    locale = "        - {locale: fr, name: Français, build: true}\n"
    edit(root / "mkdocs.yml", "  - offline #", f"{locale}  - offline #")
    shutil.copy(CASE / "index.fr.md", root / "docs")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert main(["translate", "import", str(CASE / "handbook.po")]) == 0
    assert build(root).ok
    return root


def handbook_of(root: Path) -> Handbook:
    return check_manual(root, TODAY).handbook


def test_the_french_of_two_procedures_is_in_the_files(french: Path) -> None:
    handbook = handbook_of(french)
    states = {unit.id: handbook.translation_of(unit.wording, "fr") for unit in units_of(handbook)}
    done = {one.msgctxt for one in polib.pofile(str(CASE / "handbook.po")) if one.msgstr and not one.fuzzy}
    assert {id for id, state in states.items() if state == "done"} == done and len(done) > 80
    left_out, not_sure = "procedure/referral-to-social-services/steps.thinking.end", "source/house-rules/title"
    assert states[left_out] == states[not_sure] == "missing"
    file = AuthorFile.read(french / WELCOME)
    assert list(file.data["title"]) == ["pt", "en", "fr"]
    codes = {one.code for one in check_manual(french, TODAY).diagnostics}
    assert codes == {"missing-translation", "interface-in-english"}


def test_every_text_of_the_french_site_names_its_language(french: Path) -> None:
    """French texts are French, the words around them English, what is not translated Portuguese."""
    translated = {one.msgstr for one in polib.pofile(str(CASE / "handbook.po")) if one.msgstr and not one.fuzzy}
    interface = {" ".join(word.split()) for word in words_of("fr").table.values()}
    # "Signature" is both, and letters and signs are neither.
    translated, interface = translated - interface, {one for one in interface - translated if len(one) > 4}
    seen = {"fr": 0, "en": 0, "pt": 0}
    for path in (french / "site/fr").rglob("*.html"):
        for language, text in texts(html.parse(str(path)).getroot()):
            text = " ".join(text.split())
            wanted = "fr" if text in translated else "en" if text in interface else None
            wanted = "pt" if "A pessoa volta a falar" in text else wanted
            if wanted:
                assert language == wanted, (path.name, text)
                seen[wanted] += 1
    assert min(seen.values()) > 2 and seen["fr"] > 300 and seen["en"] > 300


def test_the_french_pages_are_whole(french: Path) -> None:
    folder = french / "site"
    assert {path.relative_to(folder / "fr") for path in (folder / "fr").rglob("*.html")} == {
        path.relative_to(folder / "en") for path in (folder / "en").rglob("*.html")
    }
    welcome = page(folder, "fr/" + WELCOME.replace("yml", "html"))
    assert (welcome.get("lang"), welcome.xpath("//article/@lang")) == ("fr", ["en"])
    assert words(welcome.xpath("//h1")[0]) == "Accueillir une personne"
    (chart,) = welcome.xpath("//*[@data-file]/*[local-name()='svg']")
    assert "Saluez" in " ".join(chart.itertext()) and chart.get("lang") == "en"
    choices = {link.get("hreflang") for link in welcome.xpath("//a[@class='md-select__link']")}
    assert choices == {"pt", "en", "fr"}
    index = (folder / "fr/search/search_index.js").read_text(encoding="utf-8")
    assert "Saluez la personne" in index and "Cumprimente a pessoa" not in index


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_are_for_everybody(width: int, aged: Path, french: Path, browser: Browser) -> None:
    with watched(browser, width) as seen:
        found = seen.context.new_page()
        for file in (
            aged / "en/reference/translations.html",
            french / "site/reference/translations.html",
            french / "site/fr/procedures/support/referral-to-social-services.html",
        ):
            shown(found, file)
            assert violations(found) == [], file
            assert found.evaluate("document.documentElement.scrollWidth <= innerWidth"), file
        assert seen.troubles == [] and seen.from_elsewhere == []
