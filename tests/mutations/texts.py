"""The words: swapped, lost, changed, or with signs that do not belong."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from handbook_builder.diff.wordings import weigh
from tests.mutations.kind import CRITICAL, EDITORIAL, MEANING, Mutation, classed, slip, told
from tests.mutations.manual import Edit, Manual, Value, shuffled

STEP_TEXTS = ("do", "ask", "refer", "end", "note", "warning", "tip")


def pairs(manual: Manual, chance: random.Random) -> Iterator[tuple[Value, Value]]:
    """Give the texts that have both languages, each on a line of its own."""
    for value in shuffled(chance, [one for one in manual.wordings if one.loc[-1] == "pt"]):
        if manual.has(value.file, *value.loc[:-1], "en"):
            other = manual.value(value.file, *value.loc[:-1], "en")
            if other.is_text and other.first == value.first + 1:
                yield value, other


def in_steps(manual: Manual, chance: random.Random, language: str = "pt") -> Iterator[Value]:
    """Give the texts of steps in a language."""
    found = manual.at(*(f"guide:steps/*/{name}/{language}" for name in STEP_TEXTS))
    return (one for one in shuffled(chance, found) if one.is_text)


def weight(old: str, new: str, language: str = "pt") -> object:
    """Give the class of a change of a text, to choose changes of one sort."""
    return weigh(old, new, language)[0]


# Languages.


def exchanged(manual: Manual, one: Value, other: Value) -> Edit:
    lines = []
    for value, new in ((one, other), (other, one)):
        line = manual.typed(value.file)[value.first - 1]
        lines.append(line[: value.node.start_mark.column] + manual.as_typed(new) + line[value.node.end_mark.column :])
    return manual.put(one.file, one.first, other.first, *lines)


@told("swapped-languages", "wrong-language", "Português e inglês trocados", "Portuguese and English swapped")
def swapped_languages(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for one, other in pairs(manual, chance):
        if min(len(value.text.split()) for value in (one, other)) > 7:
            yield slip(manual, one, exchanged(manual, one, other), one.first, other.first)


@classed(
    "swapped-languages-of-few-words",
    MEANING,
    "Português e inglês trocados, em poucas palavras",
    "Portuguese and English swapped, in a few words",
)
def swapped_languages_of_few_words(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for one, other in pairs(manual, chance):
        weights = {weight(one.text, other.text, "pt"), weight(other.text, one.text, "en")}
        if len(one.text.split()) < 4 and weights == {MEANING} and manual.kinds[one.file] in ("procedure", "flow"):
            yield slip(manual, one, exchanged(manual, one, other), one.first, other.first)


@told(
    "source-for-translation",
    "wrong-language",
    "Texto português no lugar do inglês",
    "Portuguese text in the place of the English one",
)
def source_for_translation(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for one, other in pairs(manual, chance):
        if len(one.text.split()) > 7:
            yield slip(manual, other, manual.retyped(other, manual.as_typed(one)))


@told("text-emptied", "missing-source-text missing-translation", "Texto esvaziado", "Emptied text")
def text_emptied(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in shuffled(chance, list(manual.wordings)):
        yield slip(manual, value, manual.retyped(value, '""'))


@told("translation-lost", "missing-translation", "Tradução apagada", "Deleted translation")
def translation_lost(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for _, other in pairs(manual, chance):
        # What is missing is told at the text that lacks it.
        yield slip(manual, other, manual.without(other), manual.value(other.file, *other.loc[:-1]).first)


@told("source-lost", "missing-source-text", "Texto português apagado", "Deleted Portuguese text")
def source_lost(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for one, _ in pairs(manual, chance):
        yield slip(manual, one, manual.without(one), manual.value(one.file, *one.loc[:-1]).first)


# Numbers.

NUMBER = re.compile(r"(?<![\w.,:/(-])[1-9]\d{0,2}(?![\w.,:/%)-])")


def other_number(match: re.Match[str]) -> str:
    return str(int(match[0]) + 1)


@told(
    "number-in-one-language",
    "translation-differs",
    "Número mudado numa só língua",
    "Number changed in one language only",
)
def number_in_one_language(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for one, other in pairs(manual, chance):
        value = chance.choice((one, other))
        typed = manual.as_typed(value)
        if NUMBER.search(typed):
            # Which of the two is right, no program knows; it names the translation.
            yield slip(
                manual, value, manual.retyped(value, NUMBER.sub(other_number, typed, count=1)), one.first, other.first
            )


@classed("number-in-both-languages", CRITICAL, "Número mudado nas duas línguas", "Number changed in both languages")
def number_in_both_languages(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for one in in_steps(manual, chance):
        other = manual.value(one.file, *one.loc[:-1], "en")
        if NUMBER.search(manual.as_typed(one)) and NUMBER.search(manual.as_typed(other)) and not one.is_inline:
            lines = [
                NUMBER.sub(other_number, manual.typed(value.file)[value.first - 1], count=1) for value in (one, other)
            ]
            yield slip(manual, one, manual.put(one.file, one.first, other.first, *lines), one.first, other.first)


# Words.


def replaced(manual: Manual, chance: random.Random, language: str, words: dict[str, str]) -> Iterator[Mutation]:
    """Put other words in the place of some, once in each text."""
    for value in in_steps(manual, chance, language):
        typed = manual.as_typed(value)
        present = [word for word in words if re.search(rf"\b{word}\b", typed)]
        if present:
            new = re.sub(rf"\b{present[0]}\b ?", f"{words[present[0]]} " if words[present[0]] else "", typed, count=1)
            yield slip(manual, value, manual.retyped(value, new))


@classed("not-lost", CRITICAL, "«não» apagado", "“não” deleted")
def not_lost(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    return replaced(manual, chance, "pt", {"não": "", "Não": "", "Nunca": "", "nunca": ""})


@classed(
    "not-lost-in-translation",
    CRITICAL,
    "A palavra inglesa para «não» apagada na tradução",
    "“not” deleted in the translation",
)
def not_lost_in_translation(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    return replaced(manual, chance, "en", {"not": "", "Never": "", "never": ""})


@classed(
    "turned-word",
    CRITICAL,
    "«antes» por «depois», «e» por «ou», «só» por «também»",
    "“before” for “after”, “and” for “or”, “only” for “also”",
)
def turned_word(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    return replaced(
        manual, chance, "pt", {"antes": "depois", "depois": "antes", "só": "também", "ou": "e", "hoje": "amanhã"}
    )


@classed("other-word", MEANING, "Palavra trocada por outra", "Word replaced by another")
def other_word(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in in_steps(manual, chance):
        words = re.findall(r"\b[a-z]{6,}\b", value.text)
        new = manual.as_typed(value)
        if words:
            new = re.sub(rf"\b{chance.choice(words)}\b", "situação", new, count=1)
        if weight(value.text, new.strip('"')) is MEANING and "](" not in value.text:
            yield slip(manual, value, manual.retyped(value, new))


@classed("typing-mistake", EDITORIAL, "Gralha: duas letras trocadas", "Typing mistake: two letters swapped")
def typing_mistake(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in in_steps(manual, chance):
        words = [one for one in re.findall(r"\b[a-z]{8,}\b", value.text) if one[3] != one[4]]
        if words and "](" not in value.text:
            word = chance.choice(words)
            slipped = word[:3] + word[4] + word[3] + word[5:]
            yield slip(manual, value, manual.reworded(value, word, slipped))


@classed("signs", EDITORIAL, "Vírgula ou ponto final mudados", "Comma or full stop changed")
def signs(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in in_steps(manual, chance):
        typed = manual.as_typed(value)
        if typed.endswith('."'):
            yield slip(manual, value, manual.retyped(value, typed[:-2] + '"'))


# Signs that do not belong.


@told("html", "raw-html", "HTML no texto", "HTML in the text")
def html(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in shuffled(chance, list(manual.wordings)):
        words = re.findall(r"[a-z]{4,}", re.sub(r"\]\([^)]*\)", "", value.text))
        if words and manual.as_typed(value).startswith('"') and "](" not in value.text:
            word = chance.choice(words)
            tag = chance.choice(("<b>{}</b>", "{}<br>", "<a href='x'>{}</a>", "<!-- {} -->", "<script>{}</script>"))
            yield slip(manual, value, manual.reworded(value, word, tag.format(word)))


@told("bold-not-closed", "stray-markup", "Negrito que não fecha", "Bold that is not closed")
def bold_not_closed(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in shuffled(chance, list(manual.wordings)):
        typed = manual.as_typed(value)
        if typed.startswith('"') and " " in typed:
            at = typed.index(" ") + 1
            yield slip(manual, value, manual.retyped(value, f"{typed[:at]}**{typed[at:]}"))


@told("opening-quote-lost", "stray-markup yaml-syntax", "Aspas que não abrem", "Quotes that are not opened")
def opening_quote_lost(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in shuffled(chance, list(manual.wordings)):
        typed = manual.as_typed(value)
        if typed.startswith('"') and not value.is_inline:
            yield slip(manual, value, manual.retyped(value, typed[1:]))


@classed(
    "other-quotation-marks",
    EDITORIAL,
    "Aspas curvas do processador de texto à volta do texto",
    "Curly quotes of a word processor around the text",
)
def other_quotation_marks(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in in_steps(manual, chance):
        typed = manual.as_typed(value)
        if typed.startswith('"') and not value.is_inline and not re.search(r": | #", typed):
            yield slip(manual, value, manual.retyped(value, f"“{value.text}”"))
