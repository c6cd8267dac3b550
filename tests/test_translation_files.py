"""Translations on their way: what translators get and give back, what is refused, and how far a language is."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import polib
import pytest

from handbook_builder.build import check_manual
from handbook_builder.cli import main
from handbook_builder.translation.losses import losses
from tests.manuals import edit
from tests.site import TODAY, tree
from tests.translations import (
    COLD,
    COLD_EN,
    COLD_PT,
    FLOW,
    GREET,
    GREET_EN,
    GREET_PT,
    HAND_OVER,
    WELCOME,
    doubts,
    recorded,
    said,
)


@pytest.fixture
def manual(starter: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The starter manual, with its translations recorded, as the current folder."""
    monkeypatch.chdir(starter)
    return recorded(starter)


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
