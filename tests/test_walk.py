"""The guided walk in a browser, opened from a disk: it asks what the page asks, and ends where the graph ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from handbook_builder.commands.init import copy_starter
from handbook_builder.graph import FlowGraph, Walk, graph_of, walk
from handbook_builder.load import load_handbook
from handbook_builder.model.steps import Action, End, Referral, Run
from handbook_builder.render.paths import place_of
from tests.browser import WIDTHS, Watched, shown, violations, watched
from tests.manuals import edit
from tests.site import LANGUAGES, ROOT, TODAY, Site, build

pytestmark = pytest.mark.browser

TREE = "flows/which-parcel.html"
WELCOME = "procedures/reception/welcoming-a-person.html"
REFERRAL = "procedures/support/referral-to-social-services.html"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the starter manual, in which who wants to think about it has it explained once more."""
    root = tmp_path_factory.mktemp("walk") / "manual"
    copy_starter(root, TODAY)
    file = root / "procedures/support/referral-to-social-services.yml"
    edit(file, "next: thinking", "next: explain")
    text = re.sub(r"  - id: (thinking|needs-time)\n(?:    .*\n)+", "", file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")
    result = build(root)
    assert result.site is not None, result.diagnostics
    return result.site


@pytest.fixture
def desk(browser: Browser) -> Iterator[Watched]:
    with watched(browser) as seen:
        yield seen
        assert seen.from_elsewhere == [] and seen.troubles == []


def opened(seen: Watched, file: Path, hash: str = "") -> Page:
    page = seen.context.new_page()
    page.goto(f"{file.as_uri()}{hash}")
    page.wait_for_selector("html.js")
    return page


def at(page: Page, step: str) -> None:
    """Wait until the walk is at a step, of which its heading tells with the focus on it."""
    page.wait_for_selector(f".hb-walk-step[data-step='{step}']")
    page.wait_for_function("() => document.activeElement.matches('.hb-walk-words')")


def answer(page: Page, *ids: str) -> None:
    """Give answers; ``on`` goes on from a step that asks nothing."""
    for id in ids:
        before = page.url
        page.click(".hb-walk-ways .hb-walk-main" if id == "on" else f".hb-walk-answer[data-answer='{id}']")
        page.wait_for_function("before => location.href !== before", arg=before)
        page.wait_for_function("() => document.activeElement.matches('.hb-walk-words')")


def path_so_far(page: Page) -> list[str]:
    return [" ".join(one.split()) for one in page.locator(".hb-walk-path li > span").all_inner_texts()]


def state(page: Page) -> tuple[str | None, list[str]]:
    return page.locator(".hb-walk-step").get_attribute("data-step"), path_so_far(page)


def test_a_tree_is_walked_by_keyboard_alone(small: Path, desk: Watched) -> None:
    page = opened(desk, small / TREE)
    assert page.locator(".hb-walk-words").inner_text() == "1. A pessoa tem comida para hoje?"
    assert page.evaluate("document.activeElement === document.body")  # it does not take the focus by itself
    page.keyboard.press("1")  # outside the panel a digit means nothing
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.hb-walk-answer')"):
            break
    page.keyboard.press("Enter")
    at(page, "kitchen")
    assert page.locator(".hb-walk [role=status]").inner_text() == "Pergunta 2, com 2 respostas."
    page.keyboard.press("3")  # no such answer
    page.keyboard.press("Control+2")
    assert state(page) == ("kitchen", ["1. A pessoa tem comida para hoje? Sim"])
    page.keyboard.press("2")
    at(page, "cold-parcel")
    assert page.locator(".hb-walk [role=status]").inner_text() == "Resultado, com a lista do que é preciso."
    assert "resolvido" in page.locator(".hb-walk-step").inner_text()
    assert page.url.endswith("#walk=food-today.yes,kitchen.no,cold-parcel")


def test_each_move_can_be_undone_and_changed(small: Path, desk: Watched) -> None:
    page = opened(desk, small / TREE)
    answer(page, "yes", "no")
    page.go_back()
    at(page, "kitchen")
    page.go_back()
    page.wait_for_selector(".hb-walk-step[data-step='food-today']")
    assert path_so_far(page) == [] and "#" not in page.url
    page.go_forward()
    page.go_forward()
    at(page, "cold-parcel")
    page.click("text=Voltar atrás")
    at(page, "kitchen")
    answer(page, "yes")
    page.get_by_role("button", name="Mudar: 1. A pessoa tem comida para hoje?").click()
    at(page, "food-today")
    answer(page, "no")
    assert state(page) == ("ready-meal", ["1. A pessoa tem comida para hoje? Não"])
    page.click("text=Recomeçar")
    at(page, "food-today")
    assert path_so_far(page) == []


def test_a_shared_link_shows_the_same_place_on_another_device(small: Path, desk: Watched, browser: Browser) -> None:
    page = opened(desk, small / WELCOME)
    assert page.locator(".hb-walk-inside").is_hidden()
    page.click("text=Passo a passo")
    at(page, "greet")
    for _ in range(3):
        with watched(browser, 320) as other:
            there = opened(other, small / WELCOME, page.url[page.url.index("#") :].replace(",", "%2C"))
            at(there, str(state(page)[0]))
            assert state(there) == state(page)
            assert there.locator(".hb-walk-stale").count() == 0
        answer(page, "on")
    assert state(page)[0] == "more-help"
    page.click(".hb-jump a")  # a look at another part of the page does not lose the place
    assert state(page)[0] == "more-help"
    page.click("text=Passo a passo")
    assert page.locator(".hb-walk-inside").is_hidden()
    page.click("text=Passo a passo")
    assert state(page)[0] == "more-help"


@pytest.mark.parametrize("clipboard", [True, False])
def test_the_link_is_copied(clipboard: bool, small: Path, browser: Browser) -> None:
    with watched(browser, permissions=["clipboard-read", "clipboard-write"] if clipboard else []) as seen:
        if not clipboard:
            seen.context.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
        page = opened(seen, small / TREE)
        link = f"{(small / TREE).as_uri()}#walk=food-today"
        page.click("text=Copiar ligação")
        if clipboard:
            page.wait_for_selector("p.hb-walk-copied")
            assert page.evaluate("navigator.clipboard.readText()") == link
        else:
            field = page.get_by_label("Copie esta ligação:")
            assert field.input_value() == link
            assert page.evaluate("getSelection().toString()") == link


STALE = {
    "an answer that is gone": ("#walk=food-today.maybe,kitchen", "food-today", []),
    "a question that is gone": (
        "#walk=food-today.yes,heating.no,x",
        "kitchen",
        ["1. A pessoa tem comida para hoje? Sim"],
    ),
    "an answer that leads elsewhere": (
        "#walk=food-today.no,kitchen",
        "ready-meal",
        ["1. A pessoa tem comida para hoje? Não"],
    ),
    "nonsense": ("#walk=<b>.%00%E0,,..&from=<i>:1", "food-today", []),
}


@pytest.mark.parametrize("case", STALE)
def test_an_old_link_stops_where_the_page_says_otherwise(case: str, small: Path, desk: Watched) -> None:
    hash, step, path = STALE[case]
    page = opened(desk, small / TREE, hash)
    at(page, step)
    assert state(page) == (step, path)
    assert "já não corresponde" in page.locator(".hb-walk-stale").inner_text()
    assert "já não corresponde" in page.locator(".hb-walk [role=status]").inner_text()


def test_another_guide_is_run_and_left_again(small: Path, desk: Watched) -> None:
    page = opened(desk, small / "en" / WELCOME)
    page.click("text=Step by step")
    answer(page, "on")
    page.click("text=Do it step by step: BA-T1 Which parcel to hand over?")
    at(page, "food-today")
    assert page.url.endswith(f"en/{TREE}#walk&from=welcoming-a-person:choose-parcel")
    answer(page, "no")
    page.click("text=Back to BA-01 Welcoming a person, step 2")
    at(page, "choose-parcel")
    assert page.url.endswith("#walk=choose-parcel")
    assert path_so_far(page) == ["1. Greet the person, say your name and offer a seat. ✓ done"]
    answer(page, "on", "on", "yes")
    page.get_by_role("link", name="Go on in: BA-02 Referral to social services").click()
    at(page, "explain")
    assert page.url.endswith(f"en/{REFERRAL}#walk")


@pytest.mark.parametrize(
    "source",
    [
        "referral-to-social-services:explain",  # does not run this tree
        "welcoming-a-person:more-help",  # runs it, but not here
        "elsewhere:choose-parcel",
        "https://example.org/:choose-parcel",
        "javascript:alert(1)",
    ],
)
def test_nobody_is_led_elsewhere(source: str, small: Path, desk: Watched) -> None:
    page = opened(desk, small / TREE, f"#walk=food-today.no,ready-meal&from={source}")
    at(page, "ready-meal")
    assert page.locator(".hb-walk-ways").inner_text() == ""
    assert page.locator(".hb-walk a[href]").count() == 0


def test_a_path_may_come_by_a_step_again(small: Path, desk: Watched, browser: Browser) -> None:
    page = opened(desk, small / REFERRAL, "#walk")
    answer(page, "on", "thinks", "on", "thinks", "on", "agrees")
    assert page.url.endswith("#walk=decision.thinks,decision.thinks,decision.agrees,send")
    assert [one.split(".")[0] for one in path_so_far(page)] == ["1", "2", "1", "2", "1", "2"]
    page.get_by_role("button", name="Mudar: 2.").nth(1).click()
    at(page, "decision")
    assert page.url.endswith("#walk=decision.thinks,decision")
    assert len(path_so_far(page)) == 3
    answer(page, "agrees", "on", "on")
    steps = page.locator("[data-part=to_do] li > div > p:first-child").all_inner_texts()
    assert [one.split(".")[0] for one in steps] == ["1", "4"]


def test_chart_and_map_show_the_path(small: Path, desk: Watched) -> None:
    page = opened(desk, small / REFERRAL, "#walk=decision.agrees,follow-up")
    for drawing in (".hb-flow svg", ".hb-walk-map svg"):
        assert page.locator(f"{drawing} .node.hb-walk-passed").count() == 4
        assert page.locator(f"{drawing} .edge.hb-walk-passed").count() == 3
        assert page.locator(f"{drawing} .hb-walk-here .hb-walk-ring").count() == 1
    assert (
        page.locator(".hb-flow .hb-walk-here").get_attribute("id")
        == "chart-referral-to-social-services-node--follow-up"
    )
    assert page.locator(".hb-walk-map[aria-hidden=true] a[href]").count() == 0
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(ids) == len(set(ids))
    page.click(".hb-walk-map")
    assert page.evaluate("document.activeElement.closest('.hb-flow .hb-walk-here') !== null")
    box = page.locator(".hb-flow .hb-walk-here").bounding_box()
    assert box is not None and 0 <= box["y"] <= 800


def test_without_scripts_nothing_of_it_is_there(small: Path, browser: Browser) -> None:
    with watched(browser, java_script_enabled=False) as seen:
        page = seen.context.new_page()
        page.goto((small / TREE).as_uri())
        assert page.locator(".hb-walk").is_hidden()
        assert page.locator("h3.hb-step").count() == 5
        page.click(".hb-answers a >> nth=1")
        assert page.url.endswith("#step-ready-meal")


def test_the_printed_list_stands_alone(small: Path, desk: Watched) -> None:
    desk.context.add_init_script("window.print = () => dispatchEvent(new Event('beforeprint'))")
    page = opened(desk, small / REFERRAL, "#walk=decision.agrees,referred")
    page.locator(".hb-walk-list input").first.check()
    page.click("text=Imprimir lista")
    page.emulate_media(media="print")
    seen = " ".join(page.locator("body").inner_text().split())
    assert seen.startswith("Encaminhar para a ação social")
    for words in (
        "BA-02",
        "0.1.0",
        "Rascunho",
        "Impresso em 20",
        "5. Pessoa encaminhada",
        "1. Explique",
        "4. Telefone à pessoa",
    ):
        assert words in seen, words
    assert page.locator(".hb-walk-paper li > .hb-tick").count() == 6
    assert seen.count("Rubrica:") == 3
    assert not any(words in seen for words in ("O que decide a pessoa?", "Imprimir lista", "Histórico", "Fluxograma"))
    boxes = page.locator(".hb-walk-paper input").evaluate_all("boxes => boxes.map(box => box.checked)")
    assert boxes == [True, *[False] * 5]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".hb-walk-paper").count() == 0
    assert page.locator("h3.hb-step").first.is_visible() and page.locator(".hb-walk").is_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_walk_can_be_used_by_everyone(width: int, scheme: str, small: Path, browser: Browser) -> None:
    found: list[str] = []
    with watched(browser, width, color_scheme=scheme) as seen:
        page = seen.context.new_page()
        for file, hash in (
            (TREE, ""),
            (WELCOME, "#walk=choose-parcel"),
            (REFERRAL, "#walk=decision.thinks,decision"),
            (REFERRAL, "#walk=decision.agrees,referred"),
            (TREE, "#walk=food-today.no,x&from=welcoming-a-person:choose-parcel"),
        ):
            shown(page, small / file)
            if hash:
                page.evaluate("hash => { location.hash = hash }", hash)
                page.wait_for_function("() => document.activeElement.matches('.hb-walk-words')")
            for fold in page.locator(".hb-walk details:not([open]) summary").all():
                fold.click()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            small_ones = page.locator(".hb-walk :is(button, summary, label, .hb-walk-button)").evaluate_all(
                "all => all.map(one => one.getBoundingClientRect()).filter(box => Math.min(box.width, box.height) < 44)"
            )
            assert small_ones == []
            found += violations(page)
        assert seen.troubles == []
    assert found == []


def test_a_telephone_shows_the_first_question_of_a_tree_at_once(site: Site, browser: Browser) -> None:
    with watched(browser, 360) as seen:
        page = seen.context.new_page()
        page.set_viewport_size({"width": 360, "height": 740})
        shown(page, site.folder / "flows/which-door.html")
        for part in (".hb-walk-words", ".hb-walk-answer >> nth=0", ".hb-walk-answer >> nth=1"):
            box = page.locator(part).bounding_box()
            assert box is not None and box["y"] + box["height"] <= 740, part


# The proof: what the walk shows is what the graph says.

# Opens each walk, and tells its steps and what is then said to be needed. A number is that of a step; forms, documents
# and services are told by the link to them.
TOLD = r"""async (walks) => {
    const items = (part) => [...document.querySelectorAll(`.hb-walk-list [data-part=${part}] > li > div`)];
    const name = (item) => /([\w-]+)(\.html)?$/.exec(item.querySelector("a").getAttribute("href"))[1];
    const numbers = (selector) => [...document.querySelectorAll(selector)].map(one => parseInt(one.textContent));
    // To draw all the rest anew for each walk would take most of the time.
    for (const rest of document.querySelectorAll("body > :not(.md-container), .md-sidebar, .md-footer, .hb-walk ~ *")) {
        rest.style.display = "none";
    }
    const told = {};
    for (const walk of walks) {
        await new Promise(done => {
            addEventListener("hashchange", done, {once: true});
            location.hash = `#walk=${walk}`;
        });
        told[walk] = {
            path: [...numbers(".hb-walk-path li > span"), ...numbers(".hb-walk-step.hb-end h2")],
            stale: document.querySelector(".hb-walk-stale") !== null,
            to_do: numbers(".hb-walk-list [data-part=to_do] > li > div"),
            referrals: items("referrals").map(item => name(item.querySelector(".hb-referral"))),
            bring: items("bring").map(name).sort(),
            forms: items("forms").map(name).sort(),
        };
    }
    return told;
}"""


def written(way: Walk) -> str:
    """Write the walk of a worked case as an address does."""
    return ",".join([*(f"{edge.source}.{edge.choice.id}" for edge in way.edges if edge.choice), way.stops_at])


def expected(graph: FlowGraph, way: Walk) -> dict[str, Any]:
    """Give the steps of a walk and what it needs, from the graph."""
    guide = graph.guide
    path = [*(edge.source for edge in way.edges), way.stops_at]
    steps = [step for id in dict.fromkeys(path) if (step := guide.step(id))]
    kinds = (Action, Run, End) if guide.kind == "flow" else (Action, Run)

    def needed(of_guide: Iterable[str], field: str) -> list[str]:
        everywhere = [id for id in of_guide if not any(id in getattr(step, field) for step in guide.steps)]
        return sorted({*everywhere, *(id for step in steps for id in getattr(step, field))})

    return {
        "path": [graph.places[id] + 1 for id in path],
        "stale": False,
        "to_do": [graph.places[step.id] + 1 for step in steps if isinstance(step, kinds)],
        "referrals": [step.to for step in steps if isinstance(step, Referral)],
        "bring": needed((need.document for need in guide.documents), "documents"),
        "forms": needed(guide.forms, "forms"),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_worked_case_is_walked_as_the_graph_says(language: str, site: Site, browser: Browser) -> None:
    handbook = load_handbook(ROOT)[0]
    walked = 0
    with watched(browser) as seen:
        page = seen.context.new_page()
        for guide in handbook.guides:
            folder = site.folder / ("" if language == "pt" else language)
            page.goto((folder / f"{place_of(guide, handbook)}.html").as_uri(), wait_until="domcontentloaded")
            graph = graph_of(guide)
            walks = {written(way): way for way in (walk(graph, scenario) for scenario in guide.scenarios)}
            told = page.evaluate(TOLD, list(walks))
            for address, way in walks.items():
                assert told[address] == expected(graph, way), f"{guide.id}: {address}"
            walked += len(walks)
    assert walked > 500
