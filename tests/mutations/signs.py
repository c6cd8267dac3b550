"""What happens to the spaces and signs that YAML is made of."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.mutations.kind import NONE, Mutation, classed, slip, told
from tests.mutations.manual import Edit, Manual, Value, shuffled

BREAKS = "yaml-syntax unknown-key missing-key unknown-language"
"""What a line in the wrong column may become: where YAML can still read it, it belongs to something else."""


def next_line(manual: Manual, file: str, line: int) -> int:
    """Give the line of the next that is neither blank nor a comment; YAML sees some slips there only."""
    lines = manual.typed(file)
    after = (at for at in range(line, len(lines)) if lines[at].strip() and not lines[at].lstrip().startswith("#"))
    return next(after, len(lines) - 1) + 1


# Spaces.


def own_lines(manual: Manual, chance: random.Random) -> Iterator[Value]:
    """Give the keys that stand on a line of their own, in an order by chance."""
    return shuffled(chance, manual.own_lines)


def on_line(manual: Manual, value: Value, new: str) -> Edit:
    return manual.put(value.file, value.first, value.first, new)


def typed_line(manual: Manual, value: Value) -> str:
    return manual.typed(value.file)[value.first - 1]


@told("tab", "tab-indentation", "Tabulação em vez de espaços", "Tab in the place of spaces")
def tab(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in own_lines(manual, chance):
        line = typed_line(manual, value)
        if line.startswith("  "):
            yield slip(manual, value, on_line(manual, value, "\t" + line.lstrip()))


@told("no-break-space", "yaml-syntax unknown-key", "Espaço inseparável na margem", "No-break space in the margin")
def no_break_space(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in own_lines(manual, chance):
        line = typed_line(manual, value)
        if line.startswith("  "):
            edit = on_line(manual, value, line.replace(" ", "\u00a0", 1))
            yield slip(manual, value, edit, value.first)


@told("indent-more", BREAKS, "Linha um nível mais para dentro", "Line one level further in")
def indent_more(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in own_lines(manual, chance):
        # The first line of a map may stand anywhere: it is the next one that does not fit. A last one joins the value
        # above it, and is missed where it was.
        edit = on_line(manual, value, "  " + typed_line(manual, value))
        holder = [manual.value(value.file, *value.loc[:-1]).first] if len(value.loc) > 1 else []
        yield slip(manual, value, edit, value.first, next_line(manual, value.file, value.last), *holder)


@told("indent-less", BREAKS, "Linha um nível mais para fora", "Line one level further out")
def indent_less(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in own_lines(manual, chance):
        line = typed_line(manual, value)
        if line.startswith("  "):
            # Where this line still fits, it is the next one that does not.
            edit = on_line(manual, value, line[2:])
            yield slip(manual, value, edit, value.first, next_line(manual, value.file, value.first))


@told("indent-odd", BREAKS, "Linha um espaço fora do lugar", "Line one space out of place")
def indent_odd(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in own_lines(manual, chance):
        edit = on_line(manual, value, " " + typed_line(manual, value))
        yield slip(manual, value, edit, value.first, next_line(manual, value.file, value.last))


@told(
    "dash-lost",
    "repeated-key",
    "Item de lista sem o travessão",
    "Item of a list without its dash",
)
def dash_lost(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    patterns = ("guide:steps/*", "guide:steps/*/answers/*", "guide:scenarios/*", "registers:services/*")
    for value in manual.some(chance, *patterns):
        if not value.is_inline and value.loc[-1] != 0:
            line = typed_line(manual, value)
            yield slip(manual, value, on_line(manual, value, line.replace("- ", "  ", 1)))


# Signs.


def quoted(manual: Manual, chance: random.Random) -> Iterator[Value]:
    """Give the texts that stand in double quotes on one line."""
    return (one for one in shuffled(chance, list(manual.wordings)) if manual.as_typed(one).startswith('"'))


@told("quote-not-closed", "yaml-syntax", "Aspas que não fecham", "Quotes that are not closed")
def quote_not_closed(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in quoted(manual, chance):
        if not value.is_inline:
            yield slip(manual, value, manual.retyped(value, manual.as_typed(value)[:-1]))


@told("quotes-lost", "yaml-syntax", "Texto com dois pontos sem aspas", "Text with a colon, without its quotes")
def quotes_lost(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in quoted(manual, chance):
        if ": " in value.text and not value.is_inline:
            yield slip(manual, value, manual.retyped(value, value.text))


@told(
    "comma-without-quotes",
    "unknown-language",
    "Texto com vírgula, entre chavetas e sem aspas",
    "Text with a comma, in braces and without its quotes",
)
def comma_without_quotes(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in quoted(manual, chance):
        if ", " in value.text and value.is_inline and not set(value.text) & set(":{}[]#"):
            yield slip(manual, value, manual.retyped(value, value.text))


@told(
    "sign-without-quotes",
    "yaml-syntax alias yaml-tag",
    "Texto que começa por um sinal, sem aspas",
    "Text that begins with a sign, without quotes",
)
def sign_without_quotes(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in quoted(manual, chance):
        if not value.is_inline:
            word, _, rest = value.text.partition(" ")
            text = chance.choice(
                [
                    f"**{word}** {rest}",
                    f"*{word}* {rest}",
                    f"@{word}",
                    f"%{word}",
                    f"!{word} {rest}",
                    f"& {rest}",
                    f"`{word}`",
                ]
            )
            yield slip(manual, value, manual.retyped(value, text))


@told("bracket-not-closed", "yaml-syntax", "Lista ou chaveta que não fecha", "List or brace that is not closed")
def bracket_not_closed(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    found = [
        one
        for values in manual.values.values()
        for one in values
        if getattr(one.node, "flow_style", False) and one.first == one.last and one.node.value
    ]
    for value in shuffled(chance, found):
        typed = manual.as_typed(value)
        yield slip(manual, value, manual.retyped(value, typed[:-1]))


@told("colon-lost", "yaml-syntax", "Chave sem os dois pontos", "Key without its colon")
def colon_lost(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in own_lines(manual, chance):
        yield slip(manual, value, on_line(manual, value, typed_line(manual, value).replace(":", "", 1)))


@told("space-lost", "yaml-syntax unknown-language", "Sem espaço depois dos dois pontos", "No space behind the colon")
def space_lost(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in own_lines(manual, chance):
        line = typed_line(manual, value)
        if ": " in line:
            yield slip(manual, value, on_line(manual, value, line.replace(": ", ":", 1)))


@told("repeated-key", "repeated-key", "Chave escrita duas vezes", "Key written twice")
def repeated_key(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in own_lines(manual, chance):
        lines = manual.typed(value.file)[value.first - 1 : value.last]
        edit = manual.put(value.file, value.last + 1, value.last, *lines)
        yield slip(manual, value, edit)


@told("merge-marks", "yaml-syntax", "Sinais de um conflito do Git", "Marks of a conflict of Git")
def merge_marks(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in own_lines(manual, chance):
        lines = manual.typed(value.file)[value.first - 1 : value.last]
        marked = ("<<<<<<< HEAD", *lines, "=======", *lines, ">>>>>>> proposal")
        yield slip(manual, value, manual.put(value.file, value.first, value.last, *marked))


@told(
    "three-dashes",
    "several-documents",
    "Linha de três hífenes a meio",
    "Line of three hyphens in the middle",
)
def three_dashes(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in own_lines(manual, chance):
        if len(value.loc) == 1 and value.first > 3:
            yield slip(manual, value, manual.put(value.file, value.first, value.first - 1, "---"))


# What is no mistake.


@classed("comment", NONE, "Comentário novo", "New comment")
def comment(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in own_lines(manual, chance):
        yield slip(manual, value, manual.put(value.file, value.first, value.first - 1, "# Por confirmar."))


@classed("spaces-at-the-end", NONE, "Espaços no fim da linha", "Spaces at the end of the line")
def spaces_at_the_end(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in own_lines(manual, chance):
        yield slip(manual, value, on_line(manual, value, typed_line(manual, value) + "   "))


@classed("other-quotes", NONE, "Outras aspas à volta do texto", "Other quotes around the text")
def other_quotes(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in quoted(manual, chance):
        if not set(value.text) & set("'\"\\"):
            yield slip(manual, value, manual.retyped(value, f"'{value.text}'"))


@classed("broken-line", NONE, "Texto partido em duas linhas", "Text broken into two lines")
def broken_line(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in quoted(manual, chance):
        if " " in value.text and not value.is_inline:
            line = typed_line(manual, value)
            at = line.index(" ", value.node.start_mark.column)
            margin = " " * (value.key.start_mark.column + 2)
            yield slip(
                manual, value, manual.put(value.file, value.first, value.first, line[:at], margin + line[at + 1 :])
            )


@classed("other-order-of-keys", NONE, "Chaves por outra ordem", "Keys in another order")
def other_order_of_keys(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in own_lines(manual, chance):
        line = manual.typed(value.file)[value.last : value.last + 1]
        below = [one for one in manual.values_on(value.file, value.last + 1) if one.loc[:-1] == value.loc[:-1]]
        if line and below and below[0].key is not None:
            other = below[0]
            lines = manual.typed(value.file)
            swapped = (*lines[other.first - 1 : other.last], *lines[value.first - 1 : value.last])
            yield slip(manual, value, manual.put(value.file, value.first, other.last, *swapped))
