"""Forms of workshops: XLSForms that a converter takes without a warning, pages to fill in, cards, names that last."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser
from pyxform.xls2xform import convert

from handbook_builder.cli import main
from handbook_builder.export.cards import new_codes
from handbook_builder.export.xlsform import sheets_of, workbook, xlsforms
from handbook_builder.load import load_handbook
from handbook_builder.model.questionnaire import SingleChoice
from handbook_builder.model.text import Wording
from handbook_builder.render.manual import Manual, manual_of
from handbook_builder.render.questionnaires import questionnaire_pages
from handbook_builder.training.forms import CODE_SIGNS, Form, card_code, forms_of
from tests.answers import trained
from tests.browser import shown, violations, watched
from tests.site import ROOT, build


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Manual:
    return trained(tmp_path_factory.mktemp("trained"))


@cache
def real() -> Manual:
    return manual_of(load_handbook(ROOT)[0])


def forms(manual: Manual) -> Mapping[str, Form]:
    workshops = manual.handbook.workshops.values()
    return {form.name: form for workshop in workshops for form in forms_of(workshop, manual.handbook)}


def test_a_workshop_has_a_form_for_each_moment(manual: Manual) -> None:
    found = forms(manual)
    assert list(found) == ["first-day-before", "first-day-after", "first-day-follow-up"]
    assert [one.name for one in found["first-day-after"].asked][:4] == [
        "views__useful__reception",
        "views__useful__referral",
        "views__pace",
        "views__change",
    ]
    assert {one.name for one in found["first-day-before"].asked} <= {one.name for one in found["first-day-after"].asked}


@pytest.mark.parametrize("name", forms(real()))
def test_the_real_forms_convert_without_a_warning(name: str) -> None:
    book = workbook(sheets_of(forms(real())[name], real().editions))
    result = convert(xlsform=io.BytesIO(book), file_type=".xlsx")
    assert result.warnings == []
    assert result.xform.count('lang="Português (pt)"') == result.xform.count('lang="English (en)"') == 1
    assert f'version="{forms(real())[name].version}"' in result.xform


def test_every_form_of_the_test_manual_converts_and_keeps_odd_texts(manual: Manual) -> None:
    for form in forms(manual).values():
        result = convert(xlsform=io.BytesIO(workbook(sheets_of(form, manual.editions))), file_type=".xlsx")
        assert result.warnings == []
        for asked in form.asked:
            assert f"/{asked.name}" in result.xform
    text = convert(xlsform=io.BytesIO(workbook(sheets_of(forms(manual)["first-day-after"], manual.editions)))).xform
    assert "=What would you change? ($ {this} is text)" in text
    assert "This question needs an answer." in text and "Falta a resposta a esta pergunta." in text


def test_names_are_ascii_and_no_form_tells_the_right_answer(manual: Manual) -> None:
    for form in forms(manual).values():
        sheets = sheets_of(form, manual.editions)
        for row in (*sheets["survey"], *sheets["choices"]):
            assert re.fullmatch("[a-z0-9_]*", row.get("name", ""))
        assert "The person comes first." not in str(sheets)


def test_a_text_that_lacks_a_translation_is_asked_in_the_source_language(manual: Manual) -> None:
    form = forms(manual)["first-day-follow-up"]
    group = form.groups[0]
    question = group.asked[1].question.model_copy(update={"choose": Wording({"pt": "Só em português?"})})
    lone = replace(form, groups=(replace(group, asked=(replace(group.asked[1], question=question),)),))
    labels = [row for row in sheets_of(lone, manual.editions)["survey"] if row.get("name") == "later__often"]
    assert {value for column, value in labels[0].items() if column.startswith("label")} == {"Só em português?"}


def test_the_same_form_gives_the_same_bytes(manual: Manual) -> None:
    first, again = (dict(xlsforms(manual.editions, ["first-day"])) for _ in range(2))
    assert first == again and len(first) == 3
    book = openpyxl.load_workbook(io.BytesIO(first["first-day-before.xlsx"]))
    assert book.sheetnames == ["survey", "choices", "settings"]
    assert book.properties.modified.year == 2000


def test_the_version_changes_with_what_people_see_and_with_nothing_else(manual: Manual) -> None:
    form = forms(manual)["first-day-before"]

    def version_with(**change: object) -> str:
        group = form.groups[0]
        question = group.asked[0].question.model_copy(update=change)
        asked = (replace(group.asked[0], question=question), *group.asked[1:])
        return replace(form, groups=(replace(group, asked=asked),)).version

    assert form.version == version_with() and form.version.startswith("0.2.0-")
    assert version_with(because=Wording({"pt": "Outra razão."})) == form.version
    assert version_with(choose=Wording({"pt": "Outra?", "en": "Another?"})) != form.version
    assert version_with(required=True) != form.version
    first = form.groups[0].asked[0].question
    assert isinstance(first, SingleChoice)
    assert version_with(options=tuple(reversed(first.options))) != form.version


def test_pages_ask_the_same_and_only_the_key_tells_what_is_right(manual: Manual) -> None:
    for edition in manual.editions:
        pages = {page.file: page.text for page in questionnaire_pages(edition)}
        key = next(text for file, text in pages.items() if "-key" in file)
        assert len(pages) == 4
        for form in forms(manual).values():
            text = next(text for file, text in pages.items() if file.split(".")[0] == f"workshops/{form.name}")
            for number, asked in enumerate(form.asked, 1):
                assert f"{number}\\." in text
                for option in asked.options:
                    assert edition.text(option.text) in text
            assert f"({edition.words['key_right']})" not in text
        because = {"pt": "A pessoa vem primeiro.", "en": "The person comes first."}[edition.language]
        assert because in key and not any(because in text for text in pages.values() if text != key)
        assert "#step-greet" in key


def test_codes_are_random_and_read_however_they_are_typed() -> None:
    codes = new_codes(500)
    assert len(set(codes)) == 500 and all(set(code) <= set(CODE_SIGNS) for code in codes)
    assert card_code("hkm-4r7") == card_code(" HKM 4R7") == "HKM4R7"
    assert card_code("") is card_code("HKM4R") is card_code("OOO111") is card_code("n/a") is None


def test_the_command_writes_forms_and_cards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trained(tmp_path / "m")
    monkeypatch.chdir(tmp_path / "m")
    assert main(["export", "xlsform", "first-day", "--output", "forms"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "forms/first-day-before.xlsx"
    assert len(list(Path("forms").iterdir())) == 3
    assert main(["export", "codes", "--number", "7", "--output", "forms"]) == 0
    cards = Path("forms/codes.html").read_text(encoding="utf-8")
    assert len(set(re.findall("<strong>(.*?)</strong>", cards))) == 7
    assert 'lang="pt"' in cards and 'lang="en"' in cards
    capsys.readouterr()
    assert main(["export", "xlsform", "frist-day"]) == 2
    assert 'did you mean "first-day"?' in capsys.readouterr().err
    Path("workshops/first-day.yml").write_text("id: first-day\n", encoding="utf-8")
    assert main(["export", "xlsform", "--output", "none"]) == 1
    assert not Path("none").exists()


@pytest.mark.browser
def test_pages_to_fill_in_fit_a_phone_and_break_no_rule(tmp_path: Path, browser: Browser) -> None:
    trained(tmp_path)
    assert build(tmp_path).ok
    with watched(browser, 360) as seen:
        for place in ("workshops/first-day-after", "workshops/first-day-key", "en/workshops/first-day-follow-up"):
            page = seen.context.new_page()
            shown(page, tmp_path / "site" / f"{place}.html")
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert seen.troubles == seen.from_elsewhere == []
