"""What pages may do: the policy that the build computes, and the servers that send it."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page

from handbook_builder.commands.init import copy_starter
from handbook_builder.site.policy import inline_of, with_policy
from tests.browser import Watched, watched
from tests.manuals import edit
from tests.site import LANGUAGES, ROOT, TODAY, Site, build
from tools.serve_site import headers_of, server_of

META = "//head/meta[@http-equiv='Content-Security-Policy']"
ALIGNED = "# Tabela\n\n| a | b |\n| :-- | --: |\n| 1 | 2 |\n"
NAUGHTY = "# Script\n\n<script>window.ran = true</script>\n<style>h1 { display: none }</style>\n"


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a site with its headers; give its address."""
    with server_of(site, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the starter manual, with a table whose cells have a style, and a page with a script of its own."""
    root = tmp_path_factory.mktemp("policy") / "manual"
    copy_starter(root, TODAY)
    for name, text in (("aligned", ALIGNED), ("naughty", NAUGHTY)):
        (root / f"docs/{name}.md").write_text(text, encoding="utf-8")
    result = build(root)
    assert result.site is not None, result.diagnostics
    return result.site


def rules_of(policy: str) -> dict[str, list[str]]:
    rows = [rule.split() for rule in policy.split("; ")]
    return {name: sources for name, *sources in rows}


def hash_of(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def check_policies(folder: Path) -> None:
    """Every page allows the scripts of the theme that it has and no more; the headers allow those of all pages."""
    sent = rules_of(dict(headers_of(folder))["Content-Security-Policy"])
    every: set[str] = set()
    for path in folder.rglob("*.html"):
        page = html.parse(str(path)).getroot()
        (policy,) = page.xpath(f"{META}/@content")
        assert page.xpath(f"count({META}/preceding-sibling::*)") == 1  # nothing is loaded before it
        rules = rules_of(policy)
        inline = page.xpath("//script[not(@src) and not(contains(@type, 'json')) and not(ancestor::article)]/text()")
        hashes = {hash_of(script) for script in inline}
        assert rules["script-src"] == ["'self'", "file:", *sorted(hashes)], path
        assert bool(hashes) == ("slides" not in path.parts), path  # slides have none of the theme's scripts
        styles = {hash_of(style) for style in page.xpath("//@style")}
        assert rules["style-src-attr"] == (["'unsafe-hashes'", *sorted(styles)] if styles else ["'none'"]), path
        assert rules["style-src"] == ["'self'", "file:"] and rules["default-src"] == ["'none'"]
        assert "unsafe-inline" not in policy and "unsafe-eval" not in policy and "*" not in policy
        assert page.xpath("//@*[starts-with(name(), 'on')] | //style[not(ancestor::article)] | //base") == [], path
        assert [one for one in page.xpath("//@href | //@src | //@action") if "script:" in one.lower()] == []
        every |= hashes
    assert set(sent["script-src"]) == {"'self'", *every}
    assert sent["frame-ancestors"] == ["'none'"] and "file:" not in str(sent)


def test_the_policy_of_every_page_fits_it(small: Path) -> None:
    check_policies(small)
    page = html.parse(str(small / "naughty.html")).getroot()
    assert page.xpath("//article//script") and hash_of("window.ran = true") not in page.xpath(f"{META}/@content")[0]


def test_the_policy_of_every_page_of_the_manual_fits_it(site: Site) -> None:
    check_policies(site.folder)
    for path, page in site.pages.items():
        assert {*page.xpath("//@style")} <= {"text-align: right;"}, path  # numbers in tables of hand-written pages


def test_hosts_and_nginx_get_the_same_headers(small: Path) -> None:
    lines = (small / "_headers.conf").read_text(encoding="utf-8").splitlines()
    rows = [re.fullmatch(r'add_header ([A-Za-z-]+) "([^"\\$]+)" always;', line) for line in lines]
    assert [(row[1], row[2]) for row in rows if row] == list(headers_of(small))
    names = [name for name, _ in headers_of(small)]
    assert {"X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy"} < {*names}
    assert len(names) == len(set(names)) == len(rows)
    text = (small / "_headers").read_text(encoding="utf-8")
    assert text.startswith("/*\n") and max(map(len, text.splitlines())) < 2000  # no line may be longer at Cloudflare


def test_a_chart_in_a_file_of_its_own_keeps_its_colours(small: Path) -> None:
    sent = rules_of(dict(headers_of(small))["Content-Security-Policy"])["style-src"]
    for chart in small.rglob("charts/*.svg"):
        style = re.search(r"<style>(.*?)</style>", chart.read_text(encoding="utf-8"), re.DOTALL)
        assert style is not None and hash_of(unescape(style[1])) in sent


def test_a_policy_is_written_once() -> None:
    page = '<head>\n  <meta charset="utf-8">\n<script>a()</script></head><article><script>b()</script></article>'
    once = with_policy(page)
    assert with_policy(once) == once and once.count("Content-Security-Policy") == 1
    assert hash_of("a()") in once and hash_of("b()") not in once
    assert inline_of('<td style="a: &quot;b&quot;">').attributes == {hash_of('a: "b"')}
    assert inline_of("<script>\r\na()</script>").scripts == {hash_of("\na()")}  # as browsers read line ends
    assert inline_of('<script type="application/json">{}</script><script src="x"></script>').scripts == frozenset()


LISTEN = """addEventListener("securitypolicyviolation", event =>
    console.error("violation", event.effectiveDirective, event.blockedURI, event.sourceFile, event.sample))"""


@contextmanager
def guarded(browser: Browser) -> Iterator[Watched]:
    """A reader who hears of each thing that the policy stops."""
    with watched(browser) as seen:
        seen.context.add_init_script(LISTEN)
        yield seen


def ready(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("html.js")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def use_everything(context: BrowserContext, base: str, language: str) -> None:
    """Search, walk, keep a chart, switch to the dark, in one language of the small manual."""
    page = context.new_page()
    top = base if language == "pt" else f"{base}en/"
    ready(page, f"{top}index.html")
    page.locator(".md-search__input").click()
    page.keyboard.type("cabaz" if language == "pt" else "parcel")
    page.wait_for_selector(".md-search-result__link mark")
    page.keyboard.press("Escape")
    ready(page, f"{top}procedures/reception/welcoming-a-person.html")
    for kind in ("SVG", "PNG"):
        with page.expect_download() as download:
            page.locator(".hb-chart-tools").get_by_role("button", name=kind).click()
        assert download.value.path().stat().st_size > 1000
    page.locator(".hb-walk-open").click()
    page.locator(".hb-walk-ways .hb-walk-main, .hb-walk-answer").first.click()
    page.wait_for_function("() => location.hash.startsWith('#walk=')")
    before = page.evaluate("document.body.dataset.mdColorScheme")
    page.locator("[for^=__palette]:visible").click()
    after = page.evaluate("document.body.dataset.mdColorScheme")
    assert after != before
    ready(page, f"{top}flows/which-parcel.html")  # an inline script remembers
    assert page.evaluate("document.body.dataset.mdColorScheme") == after


@pytest.mark.browser
@pytest.mark.parametrize("where", ["server", "disk"])
def test_everything_works_under_the_policy(where: str, small: Path, browser: Browser) -> None:
    with served(small) as address, guarded(browser) as seen:
        base = address if where == "server" else f"{small.as_uri()}/"
        for path in sorted(small.rglob("*.html")):
            if path.name not in ("404.html", "naughty.html"):
                page = seen.context.new_page()
                ready(page, base + path.relative_to(small).as_posix())
                page.close()
        for language in LANGUAGES:
            use_everything(seen.context, base, language)
        page = seen.context.new_page()
        ready(page, f"{base}aligned.html")
        assert page.locator("td").nth(1).evaluate("cell => getComputedStyle(cell).textAlign") == "right"
        assert seen.troubles == []
        assert [one for one in seen.from_elsewhere if not one.startswith(base)] == []


def kinds_of_pages(site: Path) -> Iterator[str]:
    """Give two pages of each folder, which share a template."""
    folders: dict[Path, list[Path]] = {}
    for path in sorted(site.rglob("*.html")):
        folders.setdefault(path.parent, []).append(path)
    for pages in folders.values():
        yield from (path.relative_to(site).as_posix() for path in {pages[0], pages[-1]} if path.name != "404.html")


@pytest.mark.browser
def test_no_page_of_the_manual_wants_more(site: Site, browser: Browser) -> None:
    with served(site.folder) as base, guarded(browser) as seen:
        page = seen.context.new_page()
        for path in kinds_of_pages(site.folder):
            ready(page, base + path)
        assert seen.troubles == []


@pytest.mark.browser
@pytest.mark.parametrize("where", ["server", "disk"])
def test_what_slips_into_a_page_is_dead(where: str, small: Path, tmp_path: Path, browser: Browser) -> None:
    site = tmp_path / "site"
    shutil.copytree(small, site)
    slipped = (
        "<script>window.ran = 1</script><img src=x onerror='window.ran = 2'><a href='javascript:window.ran = 3'>x</a>"
        "<script src='https://example.org/x.js'></script><iframe srcdoc='<script>parent.ran = 4</script>'></iframe>"
    )
    edit(site / "en/index.html", "</article>", f"{slipped}</article>")
    with served(site) as address, guarded(browser) as seen:
        base = address if where == "server" else f"{site.as_uri()}/"
        page = seen.context.new_page()
        ready(page, f"{base}en/index.html")
        page.locator("a[href^='javascript:']").evaluate("link => link.click()")
        ready(page, f"{base}naughty.html")
        assert page.locator("h1").is_visible()
        page.goto(f"{base}en/index.html")
        page.wait_for_timeout(300)
        assert page.evaluate("window.ran") is None
        heard = " ".join(seen.troubles)
        for stopped in ("script-src-elem inline", "script-src-attr inline", "script-src-elem https://example.org/x.js"):
            assert f"violation {stopped}" in heard, heard


def test_the_server_for_a_last_look_sends_the_headers_with_every_file(small: Path) -> None:
    with served(small) as base:
        for path, code in (("index.html", 200), ("search/search_index.json", 200), ("", 200), ("no/such/page", 404)):
            try:
                answer = urllib.request.urlopen(base + path, timeout=10)
            except urllib.error.HTTPError as error:
                answer = error
            with answer:
                assert answer.status == code
                assert set(headers_of(small)) <= set(answer.headers.items())
                if code == 404:
                    assert answer.read() == (small / "404.html").read_bytes()


def blocks_of(text: str) -> list[tuple[str, list[str]]]:
    """Read a configuration of nginx: each block's head and the directives right in it; fails where nginx would."""
    text = re.sub(r"#.*", "", text)
    found: list[tuple[str, list[str]]] = [("", [])]
    stack = [0]
    for words, end in re.findall(r"([^;{}]*)([;{}])", text):
        if end == "{":
            stack.append(len(found))
            found.append((" ".join(words.split()), []))
        elif end == ";":
            assert words.strip(), "a directive without words"
            found[stack[-1]][1].append(" ".join(words.split()))
        else:
            assert not words.strip() and len(stack) > 1, f"before a closing bracket: {words}"
            stack.pop()
    assert len(stack) == 1 and not re.split(r"[;{}]", text)[-1].strip(), "brackets or a semicolon are missing"
    return found


DIRECTIVES = {
    "listen",
    "root",
    "server_tokens",
    "charset",
    "include",
    "gzip",
    "gzip_types",
    "error_page",
    "try_files",
    "return",
}


def test_the_configuration_of_nginx_is_sound() -> None:
    blocks = blocks_of((ROOT / "deploy/nginx.conf").read_text(encoding="utf-8"))
    assert [head for head, _ in blocks] == ["", "server", "location /", "location ~ ^/_headers"]
    rules = {head: dict(one.split(" ", 1) for one in directives) for head, directives in blocks}
    assert {name for one in rules.values() for name in one} <= DIRECTIVES  # add_header in a block forgets the others
    server = rules["server"]
    assert server["listen"] == "8080" and server["include"] == f"{server['root']}/_headers.conf"
    assert rules["location ~ ^/_headers"] == {"return": "404"} and server["error_page"] == "404 /404.html"
    with pytest.raises(AssertionError):
        blocks_of("server { listen 80 }")


def test_the_image_holds_the_site_and_runs_without_root() -> None:
    lines = (ROOT / "deploy/Containerfile").read_text(encoding="utf-8").splitlines()
    steps = [line.split() for line in lines if line and not line.startswith("#")]
    assert {step[0] for step in steps} <= {"FROM", "COPY", "EXPOSE", "USER"}
    assert [step[1] for step in steps if step[0] == "FROM"] == ["docker.io/nginxinc/nginx-unprivileged:stable-alpine"]
    copied = {step[1]: step[2] for step in steps if step[0] == "COPY"}
    server = dict(
        one.split(" ", 1) for one in blocks_of((ROOT / "deploy/nginx.conf").read_text(encoding="utf-8"))[1][1]
    )
    assert copied == {"deploy/nginx.conf": "/etc/nginx/conf.d/default.conf", "site/": f"{server['root']}/"}
    assert steps[-2:] == [["EXPOSE", server["listen"]], ["USER", "101"]]
    kept = re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert kept == ["deploy", "site"]


@pytest.mark.skipif(os.name == "nt", reason="make and links are for systems that have them")
def test_make_container_takes_the_engine_there_is_or_says_what_it_needs(tmp_path: Path) -> None:
    for tool in ("make", "sh"):
        (tmp_path / tool).symlink_to(shutil.which(tool) or f"no {tool}")
    command = [str(tmp_path / "make"), "--no-print-directory", "-o", "site", "container"]
    options = {"cwd": ROOT, "env": {"PATH": str(tmp_path)}, "capture_output": True, "text": True}
    run = subprocess.run(command, **options)  # type: ignore[call-overload]
    assert run.returncode != 0 and "needs podman" in run.stderr
    for engine in ("docker", "podman"):
        (tmp_path / engine).write_text('#!/bin/sh\necho "$0" "$@"\n', encoding="utf-8")
        (tmp_path / engine).chmod(0o755)
        run = subprocess.run(command, **options)  # type: ignore[call-overload]
        built, told = run.stdout.splitlines()
        assert built == f"{tmp_path / engine} build --tag handbook-site --file deploy/Containerfile ."
        assert f"{tmp_path / engine} run --rm --read-only" in told
