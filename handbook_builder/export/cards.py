"""Cards with random codes, to be printed and handed out: takes how many, gives a page for a browser to print.

A code joins what one person answers before, after and three months later, and says nothing of the person: nobody notes
who took which card. A code made of a birthday or of letters of a name would be personal data, and people forget it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from handbook_builder.render.page import filled
from handbook_builder.render.writer import Edition
from handbook_builder.training.forms import CODE_LENGTH, CODE_SIGNS


def new_codes(number: int) -> list[str]:
    """Give different codes at random."""
    codes: dict[str, None] = {}
    while len(codes) < number:
        codes["".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))] = None
    return list(codes)


def cards(editions: Sequence[Edition], number: int) -> bytes:
    """Give the page of so many cards, each in every language of the manual."""
    half = CODE_LENGTH // 2
    codes = [f"{code[:half]}-{code[half:]}" for code in new_codes(number)]
    return filled("cards.html.j2", codes=codes, editions=editions).encode()
