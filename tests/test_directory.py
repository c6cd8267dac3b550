"""The directory of services: each in the right lists, with numbers that dial; the filter; the sheet for the wall."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from handbook_builder.build import check_manual
from handbook_builder.load import load_handbook
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.registers import CONFIRMED_FOR, Service
from handbook_builder.plugin import build_site
from handbook_builder.render.manual import manual_of
from tests.browser import WIDTHS, shown, violations, watched
from tests.site import LANGUAGES, Site

ROOT = Path(__file__).parent.parent
HANDBOOK: Handbook = load_handbook(ROOT)[0]
TODAY = datetime.date.today()
OLD = TODAY - CONFIRMED_FOR - datetime.timedelta(days=1)


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

LINKING = """\
id: linking
title: {pt: Com ligação, en: With a link}
owner: volunteer
control: {version: 0.1.0, status: draft}
steps:
  - id: tell
    do: {pt: "Fale da [linha](service:night-line).", en: "Speak of the [line](service:night-line)."}
  - id: finish
    end: {pt: Fim., en: End.}
    outcome: resolved
"""

REGISTER = f"""\
services:
  - id: night-line
    name: {{pt: Linha da noite, en: Night line}}
    acronym: LDN
    does: {{pt: Atende à noite e dá conselhos., en: Answers at night and gives advice.}}
    needs: [danger]
    areas: [north]
    channels: [{{kind: phone, value: '808 257 257'}}, {{kind: sms, value: '3060'}}]
    at_hand: urgent
    confidence: dated
  - id: police
    name: {{pt: Polícia, en: Police}}
    does: {{pt: Protege., en: Protects.}}
    needs: [danger, money]
    areas: [everywhere]
    languages: [uk]
    at_hand: emergency
    verified_on: {OLD}
  - id: south-desk
    name: {{pt: Balcão do sul, en: South desk}}
    does: {{pt: Informa., en: Informs.}}
    areas: [south]
    interpreting: {{pt: A pedido., en: On request.}}
  - id: unknown-desk
    name: {{pt: Balcão incerto, en: Uncertain desk}}
    does: {{pt: Informa., en: Informs.}}
    needs: [danger]
needs:
  - {{id: danger, title: {{pt: Perigo, en: Danger}}}}
areas:
  - {{id: everywhere, title: {{pt: Todo o país, en: Whole country}}, everywhere: yes}}
  - {{id: north, title: {{pt: Norte, en: North}}}}
  - {{id: south, title: {{pt: Sul, en: South}}}}
"""


def small_manual(root: Path) -> Path:
    (root / "procedures/registers/more.yml").write_text(REGISTER, encoding="utf-8")
    (root / "procedures/reception/linking.yml").write_text(LINKING, encoding="utf-8")
    return root


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
    register = starter / "procedures/registers/services.yml"
    register.write_text(register.read_text(encoding="utf-8").replace("    at_hand: standard\n", ""), encoding="utf-8")
    assert build_site(starter, strict=False, site=None, today=TODAY).ok
    assert not (starter / "site/reference/numbers.html").exists()
    assert "numbers.html" not in (starter / "site/reference/services.html").read_text(encoding="utf-8")


# The filter.


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The site of a small manual with services of all sorts."""
    from handbook_builder.commands.init import copy_starter

    root = tmp_path_factory.mktemp("directory") / "manual"
    copy_starter(root, TODAY)
    assert build_site(small_manual(root), strict=False, site=None, today=TODAY).ok
    yield root / "site"


def rows(page: Page) -> set[str]:
    """Give the services that the filter shows."""
    return set(
        page.eval_on_selector_all(
            ".hb-entries li:not([hidden]) a[id]",
            "links => links.filter(one => one.checkVisibility()).map(one => one.id)",
        )
    )


ALL = {"night-line", "police", "south-desk", "unknown-desk", "social-services"}


@pytest.mark.browser
def test_the_filter_finds_services_and_its_state_can_be_shared(small: Path, browser: Browser) -> None:
    with watched(browser, 320) as seen:
        page = seen.context.new_page()
        shown(page, small / "en/reference/services.html")
        status = page.get_by_role("status").and_(page.locator(".hb-filter p"))
        assert rows(page) == ALL and status.text_content() == "5 services"
        page.get_by_label("By need").select_option(label="Danger")
        assert rows(page) == {"night-line", "police", "unknown-desk"} and status.text_content() == "3 services"
        assert not page.locator("#need-danger").is_visible()
        page.get_by_label("By territory").select_option(label="North")
        assert rows(page) == {"night-line", "police"}
        assert (status.text_content() or "").startswith("2 services. 1 without this information")
        shared = page.url
        page.get_by_label("Name, acronym").fill("ldn")
        assert rows(page) == {"night-line"} and status.text_content() == "1 service"
        page.get_by_label("By territory").select_option(label="not given, to be confirmed")
        page.get_by_label("Name, acronym").fill("")
        assert rows(page) == {"unknown-desk"} and status.text_content() == "1 service"
        other = seen.context.new_page()
        other.goto(shared)
        assert rows(other) == {"night-line", "police"}
        assert other.get_by_label("By need").input_value() == "need-danger"
        page.locator(".hb-filter").get_by_role("button").click()
        assert rows(page) == ALL and page.locator("#need-danger").is_visible()
        assert page.get_by_label("Name, acronym").evaluate("field => field === document.activeElement")
        assert seen.troubles == [] and seen.from_elsewhere == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("POLICIA", {"police"}),
        ("808257", {"night-line"}),
        ("808 257 257", {"night-line"}),
        ("conselhos noite", {"night-line"}),
        ("nada disto", set()),
    ],
)
def test_words_are_found_without_accents_and_numbers_without_spaces(
    typed: str, found: set[str], small: Path, browser: Browser
) -> None:
    with watched(browser) as seen:
        page = seen.context.new_page()
        shown(page, small / "reference/services.html")
        page.keyboard.press("Tab")
        page.get_by_label("Nome, sigla").focus()
        page.keyboard.type(typed)
        assert rows(page) == found


@pytest.mark.browser
def test_the_filter_is_worked_by_keyboard(small: Path, browser: Browser) -> None:
    with watched(browser) as seen:
        page = seen.context.new_page()
        shown(page, small / "reference/services.html")
        page.get_by_label("Nome, sigla").focus()
        page.keyboard.press("Enter")  # nothing is sent anywhere
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        assert rows(page) == {"night-line", "police", "unknown-desk"}
        for _ in range(3):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert rows(page) == ALL
        assert page.url.startswith("file:") and "services.html" in page.url


@pytest.mark.browser
def test_an_address_of_old_and_a_need_lead_to_their_places(small: Path, browser: Browser) -> None:
    with watched(browser) as seen:
        page = seen.context.new_page()
        for anchor, visible in (("police", "#police"), ("need-danger", "#need-danger li >> nth=0")):
            page.goto("about:blank")
            page.goto(f"{(small / 'reference/services.html').as_uri()}#{anchor}")
            page.locator(visible).wait_for(state="visible")
            assert page.locator(visible).bounding_box()["y"] < 800  # type: ignore[index]
        page.locator("#need-danger a").first.click()
        assert page.url.endswith("services/police.html")  # what is wanted at hand stands first


@pytest.mark.browser
def test_a_confirmation_that_no_longer_holds_is_marked(small: Path, browser: Browser) -> None:
    until = OLD + CONFIRMED_FOR
    for scripts, words in ((True, f"confirmação antiga, de {OLD}"), (False, f"confirmado em {OLD}, vale até {until}")):
        with watched(browser, java_script_enabled=scripts) as seen:
            page = seen.context.new_page()
            page.goto((small / "reference/services/police.html").as_uri())
            assert page.locator(".hb-service").get_by_text(words, exact=True).is_visible()
            page.goto((small / "reference/services/social-services.html").as_uri())
            assert page.locator(".hb-service").get_by_text(f"confirmado em {TODAY}").is_visible()


@pytest.mark.browser
def test_without_scripts_the_lists_do_the_filter_s_work(small: Path, browser: Browser) -> None:
    with watched(browser, 320, java_script_enabled=False) as seen:
        page = seen.context.new_page()
        page.goto((small / "reference/services.html").as_uri())
        assert page.locator(".hb-filter").count() == 0 and rows(page) == ALL
        for group, services in {
            "need-danger": {"police", "night-line", "unknown-desk"},
            "area-north": {"night-line"},
            "area--": {"unknown-desk"},
            "language-uk": {"police"},
            "language-interpreting": {"south-desk"},
        }.items():
            page.locator(f"#{group} summary").click()
            links = page.locator(f"#{group} li a").all()
            assert {Path(link.get_attribute("href") or "").stem for link in links} == services
            assert all(link.is_visible() for link in links)
        content = page.locator(".md-content")
        assert content.evaluate("one => one.scrollWidth <= one.clientWidth && one.clientWidth <= 320")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_directory_can_be_used_by_everyone(width: int, scheme: str, site: Site, browser: Browser) -> None:
    found: list[str] = []
    with watched(browser, width, color_scheme=scheme) as seen:
        page = seen.context.new_page()
        for path in ("reference/services", "reference/services/aima", "reference/numbers"):
            shown(page, site.folder / f"{path}.html")
            page.evaluate("for (const one of document.querySelectorAll('.hb-group')) one.open = true")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            found += violations(page)
        assert seen.troubles == [] and seen.from_elsewhere == []
    assert found == []


@pytest.mark.browser
def test_what_is_pressed_is_large_enough(small: Path, browser: Browser) -> None:
    with watched(browser, 320) as seen:
        page = seen.context.new_page()
        shown(page, small / "reference/services.html")
        for one in page.locator(".hb-filter :is(input, select, button), .hb-group > summary").all():
            box = one.bounding_box()
            assert box is not None and box["height"] >= 44 and box["width"] >= 44
