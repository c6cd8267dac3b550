"""Whether text fits a slide, and what becomes of what is too long for one."""

from __future__ import annotations

import pytest

from handbook_builder.slides.deck import Item, Items, Reveal, Said, Slide, Text, text_of
from handbook_builder.slides.fit import (
    BOTTOM,
    INNER,
    ROOM,
    SIZES,
    TITLE_TOP,
    TOP,
    block_height,
    on_slides,
    width_of,
    wrapped,
)
from tests.decks import lines_of, squeezed


def test_too_much_text_goes_on_to_further_slides_and_none_is_lost() -> None:
    words = [f"palavra{number}" for number in range(2000)]
    long = Item((Said(" ".join(words), "pt"),), "7.", (Text((Said("abaixo " * 400, "pt"),), "small"),))
    slide = Slide("many", "points", (Said("Título", "pt"),), (Items((long,)), Text((Said("x" * 5000, "pt"),))))
    pages = on_slides(slide)
    assert len(pages) > 3
    assert all(sum(map(block_height, page.blocks)) <= ROOM for page in pages)
    told = squeezed("".join(text_of(line) for page in pages for line in list(lines_of(page))[1:]))
    assert told == squeezed("".join(words) + "abaixo" * 400 + "x" * 5000)
    assert [text_of(page.title) for page in pages] == [f"Título ({at}/{len(pages)})" for at in range(1, len(pages) + 1)]


@pytest.mark.parametrize(("words", "pages"), [(5, 1), (135, 2)])
def test_an_answer_with_a_slide_of_its_own_is_not_hidden(words: int, pages: int) -> None:
    question = Text((Said("pergunta " * words, "pt"),), "small")
    answer = Reveal((Text((Said("resposta " * 40, "pt"),)),))
    made = on_slides(Slide("asked", "question", (Said("Título", "pt"),), (question, answer)))
    assert len(made) == pages
    shown = made[-1].blocks[-1]
    assert isinstance(shown, Reveal) and shown.hidden == (pages == 1)


def test_widths_are_those_of_arial() -> None:
    # From the metrics of Helvetica: H 722, a 556, n 556, d 556, b 556, o 556, k 500.
    assert width_of("Handbook", 1000) == pytest.approx((722 + 6 * 556 + 500) * 1.03)
    assert width_of("ação", 20) == width_of("acao", 20)
    assert wrapped("um dois três", 28, width_of("um dois", 28)) == ("um dois", "três")
    assert min(SIZES.values()) >= 24 and TITLE_TOP < TOP < BOTTOM and INNER < 1280
