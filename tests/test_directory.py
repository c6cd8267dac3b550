"""The directory of services: each in the right lists, with numbers that dial; the sheet; what refers to them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from handbook_builder.build import check_manual
from handbook_builder.load import load_handbook
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.registers import Service
from handbook_builder.render.manual import manual_of
from handbook_builder.site_build import build_site
from tests.browser import shown, watched
from tests.manuals import edit
from tests.services import REGISTER, TODAY, small_manual
from tests.site import LANGUAGES, ROOT, Site

HANDBOOK: Handbook = load_handbook(ROOT)[0]


def pages(language: str) -> dict[str, str]:
    """Give the pages of the real manual in a language, by their place."""
    suffix = ".md" if language == "pt" else f".{language}.md"
    wanted = re.compile(rf"reference/(services|numbers|services/[a-z0-9-]+){re.escape(suffix)}")
    return {
        page.file.removesuffix(suffix): page.text for page in manual_of(HANDBOOK).pages() if wanted.fullmatch(page.file)
    }


PAGES = {language: pages(language) for language in LANGUAGES}


def said(service: Service, language: str) -> str:
    """Give the name of a service, its acronym last."""
    return f"{service.name[language]} ({service.acronym})" if service.acronym else service.name[language]


# The lists.


def groups_in(text: str) -> dict[str, list[str]]:
    """Give the services in each group of the directory, by its anchor."""
    found = re.findall(r'<details class="hb-group" id="([^"]+)".*?>\n(.*?)</details>', text, re.DOTALL)
    return {anchor: re.findall(r"^- \[[^]]+\]\(services/([a-z0-9-]+)\.", body, re.MULTILINE) for anchor, body in found}


def expected_groups() -> dict[str, set[str]]:
    groups: dict[str, set[str]] = {}
    for service in HANDBOOK.services.values():
        talks = [f"language-{code}" for code in service.languages]
        talks += ["language-interpreting"] if service.interpreting else []
        for anchors, rest in (
            ([f"need-{id}" for id in service.needs], "need--"),
            ([f"area-{id}" for id in service.areas], "area--"),
            (talks, "language--"),
        ):
            for anchor in anchors or [rest]:
                groups.setdefault(anchor, set()).add(service.id)
    return groups


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_service_is_in_the_right_lists_and_in_no_other(language: str) -> None:
    found = groups_in(PAGES[language]["reference/services"])
    assert {anchor: set(services) for anchor, services in found.items()} == expected_groups()
    assert all(len(services) == len(set(services)) for services in found.values())
    needs = [anchor.removeprefix("need-") for anchor in found if anchor.startswith("need-") and anchor != "need--"]
    assert needs == list(HANDBOOK.needs)
    everyone = re.findall(
        r"^- \*\*\[[^]]+\]\(services/([a-z0-9-]+)\.\S+\{#([a-z0-9-]+)\}", PAGES[language]["reference/services"], re.M
    )
    assert sorted(everyone) == sorted((id, id) for id in HANDBOOK.services)


STATES = {
    "pt": {
        "verified": "lido numa fonte, por confirmar",
        "dated": "lido numa fonte antiga ou sem data, por confirmar",
        "unverified": "não verificado",
    },
    "en": {
        "verified": "read in a source, not confirmed",
        "dated": "read in an old or undated source, not confirmed",
        "unverified": "not verified",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_tells_in_words_how_far_the_entry_is_confirmed(language: str) -> None:
    text = PAGES[language]["reference/services"]
    rows = re.findall(
        r"^- (?:\*\*)?\[[^]]+\]\(services/([a-z0-9-]+)\..*?<span class=\"hb-[^>]+>([^<]+)</span>", text, re.M
    )
    assert len(rows) == sum(len(ids) for ids in expected_groups().values()) + len(HANDBOOK.services)
    for id, state in rows:
        service = HANDBOOK.services[id]
        if service.verified_on:
            assert str(service.verified_on) in state
        else:
            assert state == STATES[language][service.confidence]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_service_has_a_page_called_by_name_and_acronym(language: str) -> None:
    for service in HANDBOOK.services.values():
        text = PAGES[language][f"reference/services/{service.id}"]
        name = said(service, language)
        (title,), (heading,) = re.findall(r'^title: "(.*)"$', text, re.M), re.findall(r"^---\n\n# (.*)$", text, re.M)
        assert (title, html.fromstring(f"<p>{heading}</p>").text) == (name, name)
        unknown = {"pt": "não indicado, a confirmar", "en": "not given, to be confirmed"}[language]
        assert text.count(unknown) == (not service.areas and not service.territory) + (not service.languages)


# The numbers.


def dialled(service: Service) -> list[tuple[str, str]]:
    """Give what must dial: the scheme with its number, and the number as it is written."""
    schemes = {"phone": "tel", "sms": "sms"}
    return [
        (f"{schemes[one.kind]}:{''.join(sign for sign in one.value if sign.isdigit() or sign == '+')}", one.value)
        for one in service.channels
        if one.kind in schemes
    ]


def numbers_in(text: str) -> list[tuple[str, str]]:
    return [(target, label) for label, target in re.findall(r"\[([^]]+)\]\(((?:tel|sms):[^)]*)\)", text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_dials(language: str) -> None:
    assert sum(len(dialled(service)) for service in HANDBOOK.services.values()) > 20
    for service in HANDBOOK.services.values():
        assert numbers_in(PAGES[language][f"reference/services/{service.id}"]) == dialled(service)
    entries = PAGES[language]["reference/services"].partition('<div class="hb-entries"')[2]
    for row in re.split(r"^- ", entries, flags=re.MULTILINE)[1:]:
        (id,) = re.findall(r"\{#([a-z0-9-]+)\}", row)
        assert numbers_in(row) == dialled(HANDBOOK.services[id])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_has_every_number_wanted_at_hand_the_most_urgent_first(language: str) -> None:
    text = PAGES[language]["reference/numbers"]
    parts = {
        anchor: body for anchor, body in re.findall(r"^## [^\n]* \{#(\w+)\}\n(.*?)(?=^## |^</div>)", text, re.M | re.S)
    }
    assert list(parts) == ["emergency", "urgent", "standard", "own"]
    wanted = [one for one in HANDBOOK.services.values() if one.at_hand]
    for part, body in parts.items():
        found = re.findall(r"^- \*\*\[[^]]+\]\(services/([a-z0-9-]+)\.", body, re.M)
        expected = [one for one in wanted if (one.at_hand == part if one.numbers else part == "own")]
        assert sorted(found) == sorted(one.id for one in expected) and expected
        assert numbers_in(body) == [number for id in found for number in dialled(HANDBOOK.services[id])]
    assert re.findall(r"services/([a-z0-9-]+)", parts["emergency"])[0] == "emergency-112"
    open = sum(one.verified_on is None for one in wanted if one.numbers)
    assert (str(open) in text.partition("hb-numbers")[0]) == bool(open)


def pages_of_pdf(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_is_one_sheet(language: str, site: Site, browser: Browser) -> None:
    folder = site.folder / ("" if language == "pt" else language)
    with watched(browser) as seen:
        page = seen.context.new_page()
        shown(page, folder / "reference/numbers.html")
        assert pages_of_pdf(page) == 1
        page.evaluate(
            "document.querySelector('.hb-numbers').append(document.querySelector('.hb-numbers').cloneNode(true))"
        )
        assert pages_of_pdf(page) > 1  # or the count would tell nothing


# What refers to a service.


def test_a_link_in_a_wording_counts_as_a_use(starter: Path) -> None:
    handbook = load_handbook(small_manual(starter))[0]
    assert [guide.id for guide in handbook.users["service", "night-line"]] == ["linking"]
    assert [guide.id for guide in handbook.users["service", "social-services"]] == ["referral-to-social-services"]
    assert ("service", "police") not in handbook.users
    (text,) = (page.text for page in manual_of(handbook).pages() if page.file == "reference/services/night-line.md")
    assert "](../../procedures/reception/linking.md)" in text


def test_needs_and_areas_must_exist_and_be_used(starter: Path) -> None:
    register = small_manual(starter) / "procedures/registers/more.yml"
    register.write_text(
        REGISTER.replace("needs: [danger]", "needs: [dangr]").replace("[south]", "[suth]"), encoding="utf-8"
    )
    found = [(one.code, one.line) for one in check_manual(starter, TODAY).diagnostics if one.file.endswith("more.yml")]
    lines = [line.strip() for line in register.read_text(encoding="utf-8").split("\n")]
    assert {(code, lines[line - 1].split(",")[0]) for code, line in found if code != "service-not-verified"} == {
        ("unknown-need", "needs: [dangr]"),
        ("unknown-area", "areas: [suth]"),
        ("unused-entry", "- id: police"),
        ("unused-entry", "- id: south-desk"),
        ("unused-entry", "- id: unknown-desk"),
        ("unused-entry", "- {id: south"),
    }


def test_a_manual_without_numbers_at_hand_has_no_sheet(starter: Path) -> None:
    edit(starter / "procedures/registers/services.yml", "    at_hand: standard\n", "")
    assert build_site(starter, strict=False, site=None, today=TODAY).ok
    assert not (starter / "site/reference/numbers.html").exists()
    assert "numbers.html" not in (starter / "site/reference/services.html").read_text(encoding="utf-8")
