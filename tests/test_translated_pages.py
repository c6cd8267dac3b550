"""Translations on the pages: what readers see until a text is translated again, and a further language."""

from __future__ import annotations

import shutil
from pathlib import Path

import polib
import pytest
from lxml import html  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from handbook_builder.build import check_manual
from handbook_builder.cli import main
from handbook_builder.commands.init import copy_starter
from handbook_builder.load import load_handbook
from handbook_builder.model.handbook import Handbook
from handbook_builder.render.words import words_of
from handbook_builder.rewrite import AuthorFile
from handbook_builder.translation.record import record_of, write_record
from handbook_builder.translation.units import units_of
from tests.browser import shown, violations, watched
from tests.manuals import edit
from tests.site import TODAY, build, words
from tests.test_languages import texts
from tests.translations import FLOW, GREET_EN, REFERRAL, WELCOME

CASE = Path(__file__).parent / "cases/french"


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
