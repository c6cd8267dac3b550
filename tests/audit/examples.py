"""For each check a page that passes and one that fails: by the name of the check, the two pieces of HTML."""

from __future__ import annotations

PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="

STRUCTURE: dict[str, tuple[str, str]] = {
    "heading_is_one": ("<h1>A</h1><h2>B</h2>", "<h1>A</h1><h1>B</h1>"),
    "headings_go_down_step_by_step": ("<h1>A</h1><h2>B</h2><h3>C</h3><h2>D</h2>", "<h1>A</h1><h3>C</h3>"),
    "tables_have_headers": (
        "<table><tr><th>A</th></tr><tr><td>1</td></tr></table>",
        "<table><tr><td>left column</td><td>right column</td></tr></table>",
    ),
    "tables_have_captions": (
        "<table><caption>Numbers</caption><tr><th>A</th></tr></table>",
        "<table><caption> </caption><tr><th>A</th></tr></table>",
    ),
    "fields_have_labels": (
        '<label for="n">Name</label><input id="n"><input type="checkbox" aria-label="Passport"><input type="hidden">',
        '<input id="n"><label for="other">Name</label>',
    ),
    "menu_is_a_list": (
        '<nav class="md-tabs"><ul><li><a href="a">A</a></li></ul></nav>',
        '<nav class="md-tabs"><a href="a">A</a></nav>',
    ),
    "menu_levels_have_nine_options": (
        f'<ul class="md-nav__list">{"<li>A</li>" * 9}</ul>'
        f'<nav class="md-nav--secondary"><ul class="md-nav__list">{"<li>A</li>" * 30}</ul></nav>',
        f'<ul class="md-nav__list">{"<li>A</li>" * 10}</ul>',
    ),
    "menu_shows_where_one_is": (
        '<ul><li class="md-tabs__item md-tabs__item--active" aria-current="true">A</li></ul>',
        '<ul><li class="md-tabs__item md-tabs__item--active">A</li></ul>',
    ),
    "image_links_have_names": (
        f'<a href="a"><img src="{PIXEL}" alt="Home"></a><button aria-label="Search"><svg></svg></button>',
        f'<a href="a"><img src="{PIXEL}" alt=""></a>',
    ),
    "images_have_a_text": (
        f'<img src="{PIXEL}" alt=""><div class="hb-flow"><svg><title>Welcome</title><desc>2 steps</desc></svg></div>',
        f'<img src="{PIXEL}">',
    ),
    "charts_are_told_in_words": (
        '<div class="hb-flow"><svg><a href="#step-greet"></a></svg></div><h3 id="step-greet">Greet</h3>',
        '<div class="hb-flow"><svg><a href="#step-greet"></a></svg></div><h3 id="step-ask">Ask</h3>',
    ),
    "nothing_plays": ("<p>Listen to the person.</p>", '<audio src="a.mp3" autoplay></audio>'),
    "form_of_the_text_is_in_styles": ('<p class="hb-lead">A</p>', '<p align="center">A</p>'),
    "body_is_named": (
        '<footer><p class="hb-publisher">Town hall</p><a rel="author" href="contact.html">Contacts</a></footer>',
        '<footer><p class="hb-publisher">Town hall</p><a href="contact.html">Contacts</a></footer>',
    ),
    "date_is_told": (
        '<main><p class="hb-updated">Updated on <time datetime="2026-11-21">2026-11-21</time></p></main>',
        "<main><p>Updated lately</p></main>",
    ),
    "declaration_is_linked": (
        '<footer><a class="hb-declaration" href="a.html">A</a><a class="hb-all" href="z.html">Z</a></footer>',
        '<footer><a class="hb-all" href="z.html">Z</a></footer>',
    ),
    "search_is_there": (
        '<div role="search"><input aria-label="Search"></div>',
        '<div><input aria-label="Search"></div>',
    ),
    "content_can_be_skipped_to": (
        '<a href="#content">Skip</a><nav><a href="b">B</a></nav><main><h1 id="content">A</h1></main>',
        '<nav><a href="b">B</a></nav><a href="#content">Skip</a><main><h1 id="content">A</h1></main>',
    ),
    "language_is_told": (
        '<a href="a" hreflang="pt" lang="pt">Português</a>',
        '<a href="a" hreflang="pt">Português</a>',
    ),
    "title_names_page_and_site": (
        '<title>Welcome - Manual</title><a class="md-logo" aria-label="Manual" href="."></a>',
        '<title>Manual - Welcome</title><a class="md-logo" aria-label="Manual" href="."></a>',
    ),
    "ids_are_unique": ('<p id="a">A</p><p id="b">B</p>', '<p id="a">A</p><p id="a">B</p>'),
    "nothing_comes_from_elsewhere": (
        '<script src="../a.js"></script><a href="https://example.org">there</a>',
        '<script src="//example.org/a.js"></script>',
    ),
}

FULL = "Uma frase longa, como as que se escrevem quando ninguém pensa em quem as lê numa manhã de trabalho. " * 4
GOOD_LINK = "a { text-decoration: underline } :focus-visible { outline: 3px solid #0b5c82 }"
MAIN = '<button class="md-button--primary" style="width: 60px; height: 60px">'
SECTIONS = '<h2>A</h2><div style="height: 3000px"></div><h2>B</h2>'

LAYOUT: dict[str, tuple[str, str]] = {
    "page_stays_in_its_width": (
        '<div style="overflow-x: auto"><div style="width: 2000px">wide</div></div>',
        '<div style="width: 2000px">wide</div>',
    ),
    "text_is_large_enough": (
        '<p style="font-size: 16px">A</p><p class="hb-meta" style="font-size: 13.4px">B</p>',
        '<p style="font-size: 15px">A</p>',
    ),
    "lines_are_short_enough": (
        f'<p style="width: 600px; line-height: 1.6">{FULL}</p>',
        f'<p style="width: 1000px; line-height: 1.6">{FULL}</p>',
    ),
    "lines_are_far_enough_apart": (
        f'<p style="width: 600px; line-height: 1.5">{FULL}</p>',
        f'<p style="width: 600px; line-height: 1.4">{FULL}</p>',
    ),
    "links_are_seen_without_colour": (
        '<p>Open <a href="#a">the list</a>.</p>',
        '<p>Open <a href="#a" style="text-decoration: none">the list</a>.</p>',
    ),
    "long_pages_have_an_index": (
        f'<details class="hb-index" open><a href="#a">A</a></details>{SECTIONS}',
        SECTIONS,
    ),
    "targets_have_44_px": (
        '<p>A <a href="#a">link in a sentence</a>.</p><button style="width: 44px; height: 44px">A</button>'
        '<label style="display: block; width: 44px; height: 44px"><input type="checkbox"></label>',
        '<button style="width: 44px; height: 40px; padding: 0">A</button>',
    ),
    "main_button_is_one": (
        f"{MAIN}A</button><div hidden>{MAIN}B</button></div>",
        f"{MAIN}A</button>{MAIN}B</button>",
    ),
    "focus_is_seen": (
        '<button style="width: 60px; height: 60px">A</button>',
        '<button style="width: 60px; height: 60px; outline: none">A</button>',
    ),
}

STYLES: dict[str, tuple[str, str]] = {
    "nothing_waits_for_the_mouse": (
        ".menu { opacity: 0 } .menu:hover, .menu:focus-within { opacity: 1 } .link:hover { opacity: 0.7 }",
        ".menu { display: none } .head:hover .menu { display: block }",
    ),
    "styles_stay_at_home": (".a { background: url(a.png) }", ".a { background: url(https://example.org/a.png) }"),
}

SITES: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "links_lead_somewhere": (
        {"a.html": '<a href="b.html#there">B</a>', "b.html": '<p id="there">B</p>'},
        {"a.html": '<a href="b.html#there">B</a>', "b.html": '<p id="here">B</p>'},
    ),
    "terms_lead_to_definitions": (
        {
            "a.html": '<a class="hb-term" href="reference/glossary.html#claim">CLAIM</a>',
            "reference/glossary.html": '<h2 id="claim">CLAIM</h2><p>A local centre.</p>',
        },
        {
            "a.html": '<a class="hb-term" href="reference/glossary.html#claim">CLAIM</a>',
            "reference/glossary.html": '<h2 id="claim">CLAIM</h2>',
        },
    ),
    "titles_are_unlike": (
        {"a.html": "<title>A - Manual</title>", "b.html": "<title>B - Manual</title>"},
        {"a.html": "<title>A - Manual</title>", "b.html": "<title>A - Manual</title>"},
    ),
    "menu_is_the_same": (
        {name: '<a class="md-tabs__link">A</a><a class="md-tabs__link">B</a>' for name in ("a.html", "b.html")},
        {"a.html": '<a class="md-tabs__link">A</a>', "b.html": '<a class="md-tabs__link">B</a>'},
    ),
    "html_is_well_formed": ({"a.html": "<ul><li>A<br></li></ul>"}, {"a.html": "<ul><li>A</ul></li>"}),
    "no_pdf_is_unread": ({"a.html": "<p>A</p>"}, {"a.html": "<p>A</p>", "sheet.pdf": "%PDF-1.7"}),
}
