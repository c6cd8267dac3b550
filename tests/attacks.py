"""Texts that look like markup, and a manual with a text in every field that takes one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from handbook_builder.load import load_handbook
from handbook_builder.render.manual import Manual, manual_of
from tests.manuals import Plain


@dataclass(frozen=True)
class Attack:
    """A text, and what a wording shows of it where that is not what was typed; other fields show all of it."""

    typed: str
    shown: str | None = None
    makes: tuple[str, ...] = field(default=())
    """The elements that the inline Markdown of wordings makes of it."""

    @property
    def words(self) -> str:
        """What a wording shows."""
        return shown_plain(self.typed) if self.shown is None else self.shown


ATTACKS = [
    # HTML
    Attack("<b>negrito</b>"),
    Attack("<script>alert(1)</script>"),
    Attack("<img src=x onerror=alert(1)>"),
    Attack("</p></div></li></ul><h1 id=steps>x"),
    Attack("<div markdown='1' onclick=alert(1)>"),
    Attack("<!-- x --> <![CDATA[ y ]]> <?php z ?>"),
    Attack("-->"),
    Attack("<a href='javascript:alert(1)'>x</a>"),
    Attack("<svg/onload=alert(1)>"),
    Attack("</svg></text><script>alert(1)</script>"),
    Attack("<style>*{display:none}</style>"),
    Attack("<https://example.org> <a@example.org>"),
    Attack("1 < 2 > 0 && 3 << 4"),
    Attack('" onmouseover="alert(1)" x="'),
    Attack("' onmouseover='alert(1)"),
    # entities
    Attack("&lt;b&gt; &amp; &copy; &#60;script&#62; &#x3C;"),
    Attack("&NewLine;&Tab;&colon;"),
    # Markdown in a line
    Attack("`código`", "código", ("code",)),
    Attack("``a ` b``", "a ` b", ("code",)),
    Attack("`<b>&amp;</b>` e `{ .x }`", "<b>&amp;</b> e { .x }", ("code", "code")),
    Attack("`um | dois`", "um | dois", ("code",)),
    Attack("`</div>` `</p></div></li></ul><h1 id=steps>x`", "</div> </p></div></li></ul><h1 id=steps>x", ("code",)),
    Attack("`` </div>`<img src=x onerror=alert(1)> ``", "</div>`<img src=x onerror=alert(1)>", ("code",)),
    Attack("`aberto e nunca fechado"),
    Attack("**forte** e *fraco*", "forte e fraco", ("strong", "em")),
    Attack("__forte__ e _fraco_", "forte e fraco", ("strong", "em")),
    Attack("**a *b* c**", "a b c", ("strong", "em")),
    Attack("2 * 3 * 4 ** 5 2*3*4 nome_de_ficheiro_x _"),
    Attack("\\*um\\* \\[dois\\] \\`três\\` \\\\", "*um* [dois] `três` \\"),
    Attack("fim em barra \\"),
    Attack("~~riscado~~ ^^x^^ ==marca== H~2~O x^2^ {++a++} {--b--} {==c==}{>>d<<}"),
    Attack(":smile: :material-home: ++ctrl+alt++"),
    Attack("$x^2$ \\\\(x\\\\) $$y$$", "$x^2$ \\(x\\) $$y$$"),
    Attack("[^1] [x][y] [x] ![x][y]"),
    # links
    Attack("[x](javascript:alert(1))", "x"),
    Attack("[x](JaVaScRiPt:alert`1`)", "x"),
    Attack("[x](data:text/html,<script>alert(1)</script>)", "x"),
    Attack("[x](vbscript:x) [y](file:///etc/passwd) [z](//example.org)", "x y z"),
    Attack('[x](https://example.org "t")'),
    Attack("[x](https://example.org/_a_*b*<c>)", "x", ("a",)),
    Attack("[x](https://example.org){: onclick=alert(1) }", "x{: onclick=alert(1) }", ("a",)),
    Attack('[x](https://example.org/"onclick="alert(1))', "x", ("a",)),
    Attack("[*x* `y`](mailto:a@example.org)", "x y", ("a", "em", "code")),
    Attack("![x](https://example.org/x.png)", "!x", ("a",)),
    Attack("[x](role:none) [y](form:none)", "x y"),
    Attack("https://example.org www.example.org a@example.org @user #1 gh-1"),
    # attributes
    Attack("texto {: onclick=alert(1) }"),
    Attack("{ .x #steps onclick=alert(1) }"),
    Attack("texto\n{: onclick=alert(1) }"),
    Attack("Título {#steps .hb-step}"),
    # blocks
    Attack("# Título"),
    Attack("- um\n- dois"),
    Attack("+ um"),
    Attack("1. um"),
    Attack("2) dois"),
    Attack("> citação"),
    Attack("    código"),
    Attack("texto\n\n    código\n\n1. um\n\n# dois"),
    Attack("```\ncódigo\n```", "código", ("code",)),
    Attack("~~~ python"),
    Attack("---"),
    Attack("Título\n==="),
    Attack("| a | b |\n| --- | --- |\n| c | d |"),
    Attack("a | b"),
    Attack("!!! note\n    x"),
    Attack('??? note "x"'),
    Attack("=== x"),
    Attack('=== "x"'),
    Attack("/// note\nx\n///"),
    Attack("::: x"),
    Attack("termo\n: definição"),
    Attack("[ ] a fazer [x] feito"),
    Attack("*[HTML]: x"),
    Attack("[1]: https://example.org"),
    Attack("[^1]: nota"),
    Attack("--8<-- 'handbook.yml'"),
    Attack(";--8<-- x"),
    Attack("[TOC]"),
    Attack("---\ntitle: x\n---"),
    Attack("...\nsource: x"),
    # templates
    Attack("{{ 7*7 }} {% raw %} {# x #} <# y #> {{ config }}"),
    Attack("${7*7} #{7*7} %(x)s {0} {x} %s"),
    # DOT
    Attack('"]; evil ["'),
    Attack('\\" ]; evil [shape=star', '" ]; evil [shape=star'),
    Attack("}} digraph { x -> y"),
    Attack("a\\nb \\N \\G \\l \\E", "a\\nb \\N \\G \\l \\E"),
    # long, other scripts, invisible
    Attack("Otorrinolaringologistas" * 12),
    Attack("مرحبا بكم في المركز"),
    Attack("שלום \u202eevil\u202c"),
    Attack("👩‍👩‍👧‍👦 🇵🇹 ação"),
    Attack("日本語の文字"),
    Attack("a\u200bb\u00adc"),
    Attack("a\x01b\x02c\x03d\x07e\x1bf\x7fg", "abcdefg"),
    Attack("\x02wzxhzdk:0\x03 \x02klzzwxh:0001\x03", "wzxhzdk:0 klzzwxh:0001"),
    Attack("a\x80b\x9fc\ufffed\uffffe", "abcde"),
    Attack("a\u2028b\u2029c\x85d\x0be\x0cf", "a b c d e f"),
    Attack("a\r\nb\tc", "a b c"),
]

# What stands in the fields of the harmless manual: in wordings, in plain fields, in codes, which are short.
HARMLESS = ("Pardais", "Patos", "Pombos")  # in A to Z they share a letter


def files_with(wording: str, plain: str, code: str) -> dict[str, dict[str, Any]]:
    """Give the files of a manual with a text in every field that takes one."""

    def worded(*names: str) -> dict[str, str]:
        return dict.fromkeys(names, wording)

    change = {"version": "0.1.0", "date": "2026-11-21", "summary": wording}
    head = {
        **worded("title", "summary", "purpose", "scope", "trigger"),
        "owner": "role",
        "keywords": {"pt": [plain], "en": [plain]},
        "documents": [{"document": "document", "when": wording}],
        "forms": ["form"],
        "sources": ["source"],
        "indicators": [wording],
        "control": {
            **{"version": "0.1.0", "status": "draft", "changes": [change]},
            "consultation": {"until": "2026-12-31", "question": wording},
        },
    }
    retired = {"version": "0.1.0", "status": "retired", "reason": wording, "replaced_by": "attack"}
    aside = worded("note", "tip", "warning")
    answers = [{"id": id, "answer": wording, "next": to} for id, to in (("a", "act"), ("b", "run"))]
    steps: list[dict[str, Any]] = [
        {"id": "act", "do": wording, "who": "role", "sources": ["source"], "documents": ["document"], **aside},
        {"id": "decide", "ask": wording, "answers": answers, **aside},
        {"id": "run", "run": "tree", "do": wording, **aside},
        {"id": "run-unnamed", "run": "tree"},
        {"id": "refer", "refer": wording, "to": "service", "shares": ["data", "name"], **aside},
        {"id": "end", "end": wording, "outcome": "closed", "continue": "tree", **aside},
    ]
    case = {"id": "case", **worded("title", "story"), "answers": {"decide": "b"}, "ends": "end"}
    channels = [{"kind": kind, "value": plain, **worded("label", "hours")} for kind in ("address", "in_person")]
    numbers = [{"kind": kind, "value": "144", **worded("label", "hours")} for kind in ("phone", "sms")]
    names = ("name", "does", "eligibility", "how", "interpreting", "cost", "territory", "alert")
    blanks = [
        {"id": "a", **worded("label", "help"), "required": "yes"},
        {"id": "b", **worded("label"), "type": "choice", "options": [{"id": "a", "label": wording}]},
    ]
    sources = {"sources": ["source"]}
    role = {"id": "role", **worded("title", "purpose", "substitution"), "duties": [wording], "substitute": "role"}
    service = {"id": "service", **worded(*names), "acronym": plain, "channels": channels, **sources}
    placed = {"needs": ["need"], "areas": ["area"], "at_hand": "urgent"}
    told = ("title", "place", "context", "problem", "action", "by_whom", "evidence", "conditions", "limits")
    practice = {
        "id": "practice",
        **worded(*told),
        "theme": "cases",
        "procedures": ["attack"],
        "state": "endorsed",
        **sources,
    }
    form = {"id": "form", **worded("title", "purpose", "retention"), "code": code, "fields": blanks, **sources}
    slide = {"id": "slide", **worded("title", "lead", "notes"), "points": [wording], **sources}
    session = {
        **{"id": "session", **worded("title", "notes"), "minutes": "60", "objectives": ["objective"]},
        **{"procedures": ["attack", "tree"], "slides": [slide], "cases": ["attack/case"]},
        "activity": {**worded("task", "debrief"), "steps": [wording]},
    }
    workshop = {
        **{"id": "workshop", "code": code, **worded("title", "summary"), "audience": ["role"], "minutes": "60"},
        **{"needs": [wording], "objectives": [{"id": "objective", "can": wording}], "sessions": [session]},
        **{"assessment": {"after": ["questions"]}, "reviewed": {"attack": "0.1.0", "tree": "0.1.0"}},
        "control": {"version": "0.1.0", "status": "draft", "changes": [change]},
    }
    options = [{"id": id, "text": wording} for id in ("a", "b")]
    keyed = {"right": "a", "because": wording, "procedure": "attack", "step": "decide"}
    asked = [
        {"id": "rate", **worded("rate", "hint"), "each_session": "yes"},
        {"id": "choose", **worded("choose", "hint"), "options": options, **keyed},
        {"id": "tick", **worded("tick", "hint"), "options": options},
        {"id": "write", **worded("write", "hint"), "required": "yes"},
    ]
    questions = {"id": "questions", **worded("title", "intro"), "level": "learning", "questions": asked}
    return {
        "workshops/workshop.yml": workshop,
        "workshops/questionnaires/questions.yml": questions,
        "handbook.yml": {**worded("title", "publisher"), "groups": [{"id": "cases", **worded("title", "summary")}]},
        "procedures/cases/attack.yml": {
            **{"id": "attack", "code": code, **head, "related": ["tree"], "steps": steps, "scenarios": [case]}
        },
        "flows/tree.yml": {"id": "tree", "code": code, **head, "control": retired, "steps": steps[-1:]},
        "procedures/registers/all.yml": {
            "roles": [role],
            "services": [{**service, **placed}, {**service, **placed, "id": "other", "channels": numbers}],
            "needs": [{"id": "need", "title": wording}],
            "areas": [{"id": "area", "title": wording}],
            "forms": [form],
            "documents": [{"id": "document", **worded("title", "issued_by", "about"), **sources}],
            "sources": [{"id": "source", **worded("title", "note"), "publisher": plain}],
            "data": [{"id": "data", "title": wording}],
            "practices": [practice],
            "glossary": [{"id": "term", **worded("term", "meaning"), "also": {"pt": [plain]}}],
        },
    }


def manual_with(texts: tuple[str, str, str], root: Path) -> Manual:
    for path, value in files_with(*texts).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        text = yaml.dump(value, Dumper=Plain, allow_unicode=True, default_style='"')
        (root / path).write_text(text, encoding="utf-8")
    handbook, _, problems = load_handbook(root)
    assert problems == []
    return manual_of(handbook)


def shown_plain(text: str) -> str:
    """Give what a field without inline Markdown shows: what was typed, but for signs that nobody can see."""
    return " ".join(re.sub(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]", "", text).split())
