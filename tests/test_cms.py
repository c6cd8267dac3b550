"""The form for those who never open YAML: what it asks, what it writes, and with whom it speaks."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pydantic import BaseModel

from handbook_builder.cms.config import KIND, SOURCE, config_of, takes
from handbook_builder.cms.page import EDITOR, editor_files, way_to_form
from handbook_builder.diff.compare import compare
from handbook_builder.diff.tell import Names, as_text
from handbook_builder.load import load_handbook
from handbook_builder.model.control import Change, Consultation, Control
from handbook_builder.model.procedure import STEPS_OF_FLOWS, Flow, NeededDocument, Procedure, Scenario
from handbook_builder.model.steps import Answer
from handbook_builder.model.variants import VARIANTS
from handbook_builder.site.pack import write_copy
from tests.github import GitHub
from tests.site import ROOT, TODAY, build, served

REPOSITORY = "https://github.com/org/manual"
PARTS: dict[tuple[str, ...], type[BaseModel]] = {
    ("control",): Control,
    ("control", "consultation"): Consultation,
    ("control", "changes"): Change,
    ("documents",): NeededDocument,
    ("scenarios",): Scenario,
    ("steps", "ask", "answers"): Answer,
}


def form_of(root: Path, language: str = "pt") -> Any:
    return config_of(load_handbook(root)[0], REPOSITORY, language)


def below(fields: list[dict[str, Any]], way: tuple[str, ...]) -> list[dict[str, Any]]:
    for name in way:
        field = next(one for one in fields if one["name"] == name)
        fields = field.get("types") or field["fields"]
    return fields


@pytest.mark.parametrize("model", [Procedure, Flow])
def test_every_key_of_the_format_has_a_field(starter: Path, model: type[Procedure | Flow]) -> None:
    fields = form_of(starter)["fields"][model.kind]
    steps = {
        kind: one for kind, one in VARIANTS["steps"].models.items() if model is Procedure or kind in STEPS_OF_FLOWS
    }
    assert {one["name"] for one in below(fields, ("steps",))} == steps.keys()
    parts = {(): model, **PARTS, **{("steps", kind): one for kind, one in steps.items()}}
    for way, part in parts.items():
        named = {one["name"] for one in below(fields, way)} - {SOURCE}
        assert named == {field.alias or name for name, field in part.model_fields.items()}, way


def test_a_field_of_ids_offers_what_they_may_name(starter: Path) -> None:
    form, handbook = form_of(starter, "en"), load_handbook(starter)[0]
    owner = form["fields"]["procedure"]
    assert next(one for one in owner if one["name"] == "owner")["options"] == "role"
    assert [one["value"] for one in form["options"]["role"]] == list(handbook.roles)
    assert {one["value"] for one in form["options"]["guide"]} == {one.id for one in handbook.guides}
    label = form["options"]["role"][0]["label"]
    assert next(iter(handbook.roles.values())).title["en"] in label


def test_the_form_speaks_the_language_of_its_page(starter: Path) -> None:
    def said(language: str) -> list[str]:
        return [one["label"] for one in form_of(starter, language)["fields"]["procedure"] if one["name"] == "title"]

    assert (said("pt"), said("en")) == (["Título"], ["Title"])


def test_every_procedure_stands_in_a_collection_of_its_kind(starter: Path) -> None:
    handbook = load_handbook(starter)[0]
    collections = {one["name"]: one for one in form_of(starter)["config"]["collections"]}
    for guide in handbook.guides:
        file = handbook.origin(guide).file
        way = way_to_form(handbook, file, "en")
        assert way is not None and way.startswith(f"{EDITOR}/en.html#/collections/")
        _, _, name, _, entry = way.partition("#")[2].split("/")
        assert collections[name]["format"] == guide.kind
        assert f"{collections[name]['folder']}/{entry}.yml" == file
    assert way_to_form(handbook, "handbook.yml", "en") is None


def test_only_a_repository_on_github_is_taken() -> None:
    assert takes(REPOSITORY)
    assert not any(
        takes(one) for one in (None, "", "https://gitlab.com/org/manual", "https://github.com.example.org/a")
    )


# What is written


def write_form(root: Path, folder: Path) -> Path:
    handbook = load_handbook(root)[0]
    for path, data in editor_files(handbook, REPOSITORY, ("pt", "en")):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder


WRITTEN = """async ([text, fields, change]) => {
    const { fileOf, formOf } = await import("/edit/files.js");
    const form = formOf(text, fields);
    new Function("form", change)(form);
    return fileOf(form);
}"""


@contextmanager
def writer(root: Path, folder: Path, browser: Browser) -> Iterator[Any]:
    """Give a function that reads a file into the form, changes the form by a piece of JavaScript, and writes it."""
    fields = form_of(root)["fields"]
    (write_form(root, folder) / "index.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
    page = browser.new_page()
    with served(folder) as address:
        page.goto(f"{address}index.html")
        yield lambda text, change="", kind="procedure": page.evaluate(WRITTEN, [text, fields[kind], change])
    page.close()


# What the CMS adds to a form that it shows: places for all that could be there.
NOISE = """
    const add = value => {
        if (Array.isArray(value)) return value.forEach(add);
        if (!value || typeof value !== "object") return;
        Object.values(value).forEach(add);
        Object.assign(value, {note: value.note ?? "", tip: value.tip ?? null, forms: value.forms ?? []});
        value.warning ??= {pt: "", en: ""};
    };
    for (const step of form.steps) add(step);
"""


@pytest.mark.browser
def test_a_file_that_nobody_changed_is_written_as_it_was(tmp_path: Path, browser: Browser) -> None:
    handbook = load_handbook(ROOT)[0]
    with writer(ROOT, tmp_path, browser) as write:
        for guide in handbook.guides:
            text = (ROOT / handbook.origin(guide).file).read_text(encoding="utf-8")
            assert write(text, kind=guide.kind) == text
            if guide.kind == "flow" or any(step.kind == "ask" for step in guide.steps):
                assert write(text, NOISE, guide.kind) == text


FILE = """# What this is for.
id: example
title: {pt: Exemplo, en: Example} # short
summary: Um só.
owner: officer
documents: [passport, {document: card, when: "Se houver."}]
control: {version: 1.10, status: draft}

steps:
  # The first.
  - id: ask
    ask: {pt: 'Sim?', en: "Yes?"}
    yes: done
    no: done

  # The last.
  - id: done
    end: {pt: Fim, en: End}
scenarios:
  - {id: one, title: {pt: Um, en: One}, answers: {ask: no}, ends: done}
"""


@pytest.mark.browser
def test_what_is_changed_is_written_and_nothing_else(starter: Path, tmp_path: Path, browser: Browser) -> None:
    with writer(starter, tmp_path, browser) as write:
        assert write(FILE) == FILE
        for change, old, new in (
            ("form.title.pt = 'Um \"exemplo\"'", "{pt: Exemplo,", r'{pt: "Um \"exemplo\"",'),
            ("form.summary.pt = 'Outro.'", "Um só.", '"Outro."'),
            ("form.documents[0].document = 'visa'", "[passport,", '["visa",'),
            ("form.documents[1].when.pt = 'Se: sim'", '"Se houver."', '"Se: sim"'),
            ("form.scenarios[0].answers[0].value = 'yes'", "{ask: no}", '{ask: "yes"}'),
            ("form.control.version = '1.20'", "1.10", '"1.20"'),
        ):
            assert FILE.count(old) == 1
            assert write(FILE, change) == FILE.replace(old, new)


@pytest.mark.browser
def test_steps_move_come_and_go_with_their_comments(starter: Path, tmp_path: Path, browser: Browser) -> None:
    new = {KIND: "do", "id": "new", "do": {"pt": "Novo: agora", "en": ""}, "forms": []}
    with writer(starter, tmp_path, browser) as write:
        added = write(FILE, f"form.steps.splice(1, 0, {json.dumps(new)})")
        assert '  - id: new\n    do:\n      pt: "Novo: agora"\n' in added
        assert all(one in added for one in ("# What this is for.", "# short", "# The first.", "# The last.", "'Sim?'"))
        assert KIND not in added and SOURCE not in added
        moved = write(FILE, "form.steps.reverse()")
        assert moved.index("# The last.") < moved.index("id: done") < moved.index("# The first.")
        gone = write(FILE, "form.steps.pop(); delete form.summary")
        assert "id: done" not in gone and "summary" not in gone and "# The first." in gone
        assert write(FILE, "form.related = ['a-b']").endswith("related:\n  - a-b\n")


# The whole way


SENTENCE = "Iniciar sessão"


def signed_in(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name=f"{SENTENCE} com token").click()
    dialog = page.get_by_role("alertdialog")
    link = dialog.get_by_role("link").get_attribute("href")
    assert link is not None and link.startswith("https://github.com/settings/personal-access-tokens/new?")
    dialog.get_by_role("textbox").fill("github_pat_of_nobody")
    dialog.get_by_role("button", name=SENTENCE).click()
    page.get_by_role("button", name="Guardar").wait_for()
    return page


@pytest.mark.browser
def test_a_change_in_the_form_becomes_a_pull_request(starter: Path, tmp_path: Path, browser: Browser) -> None:
    before = load_handbook(starter)
    handbook = before[0]
    guide = next(iter(handbook.procedures.values()))
    file = handbook.origin(guide).file
    way = way_to_form(handbook, file, "pt")
    assert way is not None
    github, elsewhere = GitHub.of(starter), list[str]()
    context = browser.new_context(locale="pt-PT", viewport={"width": 1280, "height": 900})
    with served(write_form(starter, tmp_path / "site")) as address:
        context.route(
            lambda url: not url.startswith((address, "data:", "blob:")),
            lambda route: (elsewhere.append(route.request.url), route.abort()),  # type: ignore[func-returns-value]
        )
        github.answer_in(context)
        page = signed_in(context, f"{address}{way}")
        save, text = page.get_by_role("button", name="Guardar"), page.locator("textarea").first
        expect(text).to_have_value(guide.title["pt"])
        expect(save).to_be_disabled()  # nothing to send
        text.fill(f"{guide.title['pt']} melhor")
        save.click()
        page.get_by_role("button", name="Mais tarde").click()  # it asks whether to send the draft to review at once
        ((branch, sent),) = github.sent.items()
        assert [(one["head"], one["base"]) for one in github.pulls] == [(branch, "main")]
        lines = [github.files[file].splitlines(), sent[file].splitlines()]
        assert list(sent) == [file]
        assert sum(one != other for one, other in zip(*lines, strict=True)) == 1
        changed = dict(sent)
        page.wait_for_url(lambda url: "/entries/" not in url)  # after saving, it shows the list
        page.evaluate("way => location.hash = way", way.partition("#")[2])
        expect(text).to_have_value(f"{guide.title['pt']} melhor")
        text.fill(guide.title["pt"])
        save.click()
        page.get_by_role("button", name="Mais tarde").click()
        assert sent == {file: github.files[file]}, "what was changed back is as it was, to the byte"
    context.close()
    assert not github.unknown
    assert not elsewhere, "the form asks something of others than GitHub"
    (starter / file).write_text(changed[file], encoding="utf-8")
    now = load_handbook(starter)
    assert not [one for one in now[2] if one.is_error]
    told = as_text(compare(before, now), Names("a", "b", {}), "pt")
    told, _, _ = told.partition("Veja também")
    assert told.count("    - ") == 1 and "{+ melhor+}" in told


# The site


def test_a_site_has_the_form_if_its_repository_is_on_github(
    starter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPO_URL", REPOSITORY)
    monkeypatch.setenv("SITE_URL", "https://example.org/manual/")
    built = build(starter).built
    assert built is not None
    site = built.folder
    handbook = load_handbook(starter)[0]
    guide = next(iter(handbook.procedures.values()))
    way = f"https://example.org/manual/{way_to_form(handbook, handbook.origin(guide).file, 'pt')}"
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html") if path.parent.name != EDITOR}
    assert sum(f'href="{way}"' in text for text in pages.values()) >= 1
    assert EDITOR not in (site / "sitemap.xml").read_text(encoding="utf-8")
    for name in ("pt.html", "pt.json", "en.html", "start.js", "vendor/cms.js", "vendor/cms.LICENSE.txt"):
        assert (site / EDITOR / name).is_file()
    rules = (site / "_headers").read_text(encoding="utf-8")
    assert "connect-src 'self' data: blob: https://api.github.com;" in rules and "script-src 'self' 'sha256-" in rules
    page = next(text for path, text in pages.items() if path.name == "index.html")
    assert "api.github.com" not in page.partition("</head>")[0], "the pages of the manual speak with nobody"
    copy = write_copy(built, TODAY, tmp_path / "copy.zip")
    with zipfile.ZipFile(copy.file) as archive:
        assert not [name for name in archive.namelist() if f"/{EDITOR}/" in name]
