"""Two texts of one wording: how much their difference weighs, and which words differ.

The lists of number words, measures and turning words stand in ``words/<language>.yml``, so that a language is added
there alone.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Literal

from handbook_builder.diff.change import Reason, Weight
from handbook_builder.model.inline import ITEM_SCHEMES, Inline, links_in, parse_inline, plain_text
from handbook_builder.render.words import folded, words_of

_WORD = re.compile(r"\d+(?:[.,:/\-]\d+)*|[^\W\d_]+(?:[-'’][^\W\d_]+)*|[%€$£]")
_SHORTEST = 6
"""Letters that a word must have before one of them counts as a slip: among short words each letter makes another."""

BothInUse = Callable[[str, str], bool]
"""Tells whether the manual uses both of two spellings: the older one still, the newer one already before."""


def same_text(before: str, after: str) -> bool:
    """Tell whether two texts are read as the same: line ends, blanks and ways of marking up apart."""
    return before == after or parse_inline(before) == parse_inline(after)


def weigh(before: str, after: str, language: str, both_in_use: BothInUse = lambda old, new: False) -> Weighed:
    """Tell how much a change of a text weighs, and why; an empty text is one that was not there."""
    if same_text(before, after):
        return Weight.NONE, ""
    old, new = parse_inline(before), parse_inline(after)
    old_words, new_words = bare_words(plain_text(old)), bare_words(plain_text(new))
    lists = _lists(language)
    if _figures(old_words, lists) != _figures(new_words, lists):
        return Weight.CRITICAL, "figure"
    if _turns(old_words, lists) != _turns(new_words, lists):
        return Weight.CRITICAL, "turn"
    links = _link_change(old, new)
    if links == "target":
        return Weight.CRITICAL, links
    old_words, new_words = (
        [lists["numbers"].get(folded(one), one) for one in words] for words in (old_words, new_words)
    )
    if "".join(old_words) == "".join(new_words):
        return (Weight.MEANING, "link") if links else (Weight.EDITORIAL, "signs")
    if not links and _is_slip(old_words, new_words, both_in_use):
        return Weight.EDITORIAL, "spelling"
    return Weight.MEANING, "words"


Weighed = tuple[Weight, Reason]


def bare_words(text: str) -> list[str]:
    """Give the words and numbers of a plain text without capitals and without the signs in and between them."""
    found = (_bare(word) if word[0].isalpha() else word for word in _WORD.findall(text.casefold()))
    return [word for word, _ in itertools.groupby(found)]  # a word written twice is a slip


def _bare(word: str) -> str:
    return re.sub("[-'’]", "", word)


@lru_cache
def _lists(language: str) -> Mapping[str, Mapping[str, str]]:
    """Give the words of each list; each form of a word with the first one, which stands for all."""
    words = words_of(language)
    found = {}
    for name in ("numbers", "measures", "turns"):
        groups = [group.split("/") for group in words[f"diff_{name}"].split()]
        found[name] = {_bare(folded(form)): group[0] for group in groups for form in group}
    return found


def _figures(words: list[str], lists: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Give numbers and measures in their order: digits and number words are the same, as are one day and days."""
    known = {**lists["numbers"], **lists["measures"]}
    found = (word if not word[0].isalpha() else known.get(folded(word)) for word in words)
    return [one for one in found if one]


def numbers_in(text: str, language: str) -> set[str]:
    """Give the numbers that a text names, in digits or in words: what is the same in every language."""
    known = _lists(language)["numbers"]
    plain = plain_text(parse_inline(text))
    words = (known.get(folded(word), "") for word in bare_words(plain))
    return {word for word in words if word.isdigit()} | set(digits_in(plain))


def digits_in(plain: str) -> list[str]:
    """Give the numbers in digits, without what parts their thousands and without zeros before them."""
    joined = re.sub(r"(?<=\d)[.,\s](?=\d{3}(?!\d))", "", plain)
    return [number.lstrip("0") or "0" for number in re.findall(r"\d+", joined)]


def _turns(words: list[str], lists: Mapping[str, Mapping[str, str]]) -> Counter[str]:
    """Count the words that turn a sentence round: not, only, must, before …"""
    return Counter(lists["turns"][folded(word)] for word in words if folded(word) in lists["turns"])


def _link_change(old: Inline, new: Inline) -> Literal["target", "link", ""]:
    """Tell whether a link leads elsewhere now, or links came or went."""
    before, after = (Counter((link.scheme, link.target) for link in links_in(one)) for one in (old, new))
    gone, come = before - after, after - before
    contacts = ("tel", "mailto", *ITEM_SCHEMES)
    if any(scheme in contacts for scheme, _ in gone) and any(scheme in contacts for scheme, _ in come):
        return "target"
    return "link" if gone or come else ""


def _is_slip(old: list[str], new: list[str], both_in_use: BothInUse) -> bool:
    """Tell whether words differ in how they are spelt only, and the manual does not know both spellings as words."""
    if len(old) != len(new):
        return False
    pairs = [(one, other) for one, other in zip(old, new, strict=True) if one != other]
    return all(_is_near(one, other) and not both_in_use(one, other) for one, other in pairs)


def _is_near(one: str, other: str) -> bool:
    """Tell whether two words differ in accents, or in one letter in the middle that was lost, doubled or swapped."""
    one, other = folded(one), folded(other)
    if one == other:
        return True
    if min(len(one), len(other)) < _SHORTEST or one[0] != other[0] or one[-2:] != other[-2:]:
        return False
    if len(one) == len(other):
        at = next(at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
        return one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def vocabulary(texts: Iterator[str]) -> frozenset[str]:
    """Give all words of some texts, as ``weigh`` compares them."""
    return frozenset(word for text in texts for word in bare_words(text))


_TOKEN = re.compile(r"\w+(?:[-.,:/'’]\w+)*|\s+|[^\w\s]")

Piece = tuple[Literal["same", "old", "new"], str]


def pieces(before: str, after: str) -> list[Piece]:
    """Part two texts into what both have, what is gone and what is new, word by word."""
    old, new = (_TOKEN.findall(" ".join(text.split())) for text in (before, after))
    found: list[Piece] = []
    for name, i, j, m, n in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        # A blank or a comma that two changes leave between them would cut what is read as one.
        if name == "equal" and found and m > 0 and j < len(old) and "".join(old[i:j]).strip(" ,") == "":
            found += [("old", "".join(old[i:j])), ("new", "".join(new[m:n]))]
        elif name == "equal":
            found.append(("same", "".join(old[i:j])))
        else:
            found += [("old", "".join(old[i:j])), ("new", "".join(new[m:n]))]
    return list(_gathered(found))


def _gathered(found: list[Piece]) -> Iterator[Piece]:
    """Put the old before the new in each run of changes."""
    for is_same, run in itertools.groupby(found, lambda piece: piece[0] == "same"):
        texts = list(run)
        for name in ("same",) if is_same else ("old", "new"):
            text = "".join(text for kind, text in texts if kind == name)
            if text:
                yield name, text  # type: ignore[misc]
