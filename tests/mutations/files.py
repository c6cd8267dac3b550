"""What happens to a file as a whole, and to the signs and spaces that YAML is made of."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace

from tests.mutations.kind import NONE, Mutation, classed, far, slip, told
from tests.mutations.manual import GUIDES, REGISTERS, Edit, Manual, Value, shuffled

ANY_GUIDE = tuple(f"{kind}:id" for kind in GUIDES)

BREAKS = "yaml-syntax unknown-key missing-key unknown-language"
"""What a line in the wrong column may become: where YAML can still read it, it belongs to something else."""


def files(manual: Manual, chance: random.Random, *kinds: str) -> Iterator[str]:
    """Give files in an order by chance."""
    names = [file for file, kind in manual.kinds.items() if not kinds or kind in kinds]
    chance.shuffle(names)
    return iter(names)


def top(manual: Manual, file: str) -> Value:
    """Give the first value of a file, which stands for the whole."""
    return next(one for values in manual.values.values() for one in values if one.file == file and len(one.loc) == 1)


def next_line(manual: Manual, file: str, line: int) -> int:
    """Give the line of the next that is neither blank nor a comment; YAML sees some slips there only."""
    lines = manual.typed(file)
    after = (at for at in range(line, len(lines)) if lines[at].strip() and not lines[at].lstrip().startswith("#"))
    return next(after, len(lines) - 1) + 1


# Bytes.


@told("cut-letter", "not-utf8", "Letra acentuada partida ao meio", "A letter with an accent cut in two")
def cut_letter(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for file in files(manual, chance):
        content = manual.content(file)
        places = [match.end() - 1 for match in re.finditer(rb"[\xc3][\x80-\xbf]", content)]
        at = chance.choice(places)
        line = content[:at].count(b"\n") + 1
        yield slip(manual, top(manual, file), manual.whole(file, content[:at] + content[at + 1 :], line))


@told("other-encoding", "not-utf8", "Ficheiro gravado noutra codificação", "File saved with another encoding")
def other_encoding(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for file in files(manual, chance):
        text = manual.content(file).decode()
        first = next(at for at, line in enumerate(text.split("\n"), 1) if not line.isascii())
        wide = chance.random() < 0.3
        content = text.encode("utf-16") if wide else text.encode("cp1252", "replace")
        yield slip(manual, top(manual, file), manual.whole(file, content, 1 if wide else first))


@told("emptied-file", "empty-file", "Ficheiro esvaziado", "Emptied file")
def emptied_file(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for file in files(manual, chance):
        yield slip(manual, top(manual, file), manual.whole(file, b"\n"))


@told(
    "cut-off-file",
    "yaml-syntax missing-key unknown-target",
    "Ficheiro cortado a meio dos passos",
    "File cut off amid its steps",
)
def cut_off_file(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for file in files(manual, chance, *GUIDES):
        steps = manual.value(file, "steps")
        line = chance.randrange(steps.first + 5, steps.last)
        typed = manual.typed(file)
        cut = chance.randrange(len(typed[line - 1]) + 1)
        text = "\n".join([*typed[: line - 1], typed[line - 1][:cut]])
        kept = [one for one in manual.at("guide:steps/*") if one.file == file and one.first <= line]
        # Told at the last step that is left, which is not whole, at "steps", or at a line that leads to what is gone.
        gone = {one.id for one in manual.guides[file].steps[len(kept) :]}
        ways = [one.first for one in leading_to(manual, file, gone)]
        yield slip(
            manual,
            steps,
            manual.whole(file, text.encode(), line),
            *(steps.first, *kept[-1].lines, *ways),
        )


def leading_to(manual: Manual, file: str, ids: set[str]) -> list[Value]:
    """Give the values of a guide that lead to some steps."""
    patterns = ("next", "yes", "no", "answers/*/next")
    values = manual.at(*(f"guide:steps/*/{one}" for one in patterns))
    return [one for one in values if one.file == file and one.text in ids]


@classed("byte-order-mark", NONE, "Marca invisível no início do ficheiro", "Invisible mark at the start of the file")
def byte_order_mark(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for file in files(manual, chance):
        yield slip(manual, top(manual, file), manual.whole(file, b"\xef\xbb\xbf" + manual.content(file)))


@classed("windows-line-ends", NONE, "Fins de linha do Windows", "Line ends of Windows")
def windows_line_ends(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for file in files(manual, chance):
        content = manual.content(file).replace(b"\n", b"\r\n")
        yield slip(manual, top(manual, file), manual.whole(file, content))


# Files.


def who_names(manual: Manual, file: str) -> list[tuple[str, int]]:
    """Give the lines of other files that name what stands in a guide's file."""
    users = manual.users_of("guide", manual.guides[file].id)
    return [(one.file, one.first) for one in users if one.file != file]


@told(
    "deleted-file",
    "unknown-procedure unknown-link",
    "Ficheiro de procedimento ou árvore apagado",
    "Deleted file of a procedure or tree",
)
def deleted_file(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for file in files(manual, chance, *GUIDES):
        if places := who_names(manual, file):
            yield far(manual, manual.value(file, "id"), Edit(file, 1, 1, is_gone=True), places)


@told(
    "deleted-register",
    "unknown-role unknown-service unknown-form unknown-document unknown-source unknown-link",
    "Ficheiro de registo apagado",
    "Deleted file of a register",
)
def deleted_register(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for file in files(manual, chance, REGISTERS):
        places = []
        for list_of, rows in manual.checked.library.documents[file].data.items():
            for at in range(len(rows)):
                kind, id, _ = manual.owner(file, (list_of, at))
                if kind in ("role", "service", "form", "document", "source"):
                    places += [(one.file, one.first) for one in manual.users_of(kind, id) if one.file != file]
        if places:
            yield far(manual, top(manual, file), Edit(file, 1, 1, is_gone=True), places)


def moved(manual: Manual, value: Value, edit: Edit, places: list[tuple[str, int]]) -> Mutation:
    """Make a mistake that shows in the new file alone: who names what is in it is not told too."""
    return replace(far(manual, value, edit, places), is_far=False)


@told("other-ending", "misplaced-file", "Ficheiro com a terminação .yaml", "File with the ending .yaml")
def other_ending(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for file in files(manual, chance):
        to = file.removesuffix("yml") + "yaml"
        yield moved(manual, top(manual, file), Edit(file, 1, 1, is_gone=True, to=to), [(to, 1)])


@told("other-folder", "misplaced-file", "Ficheiro na pasta errada", "File in the wrong folder")
def other_folder(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for file in files(manual, chance, *GUIDES):
        parts = file.split("/")
        to = "/".join([parts[0], parts[-1]] if parts[0] == "procedures" else [parts[0], "extra", parts[-1]])
        yield moved(manual, top(manual, file), Edit(file, 1, 1, is_gone=True, to=to), [(to, 1)])


@told("renamed-file", "id-not-file-name", "Ficheiro com outro nome", "File under another name")
def renamed_file(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for file in files(manual, chance, *GUIDES):
        to = file.removesuffix(".yml") + "-2.yml"
        value = manual.value(file, "id")
        yield moved(manual, value, Edit(file, 1, 1, is_gone=True, to=to), [(to, value.first)])


@told("copied-file", "repeated-id", "Ficheiro copiado para outra família", "File copied to another family")
def copied_file(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    groups = [group.id for group in manual.checked.handbook.settings.groups]
    for file in files(manual, chance, "procedure"):
        _, group, name = file.split("/")
        to = f"procedures/{chance.choice([one for one in groups if one != group])}/{name}"
        # Nobody can tell which of two is the copy: the program names the one that is read later.
        line = manual.value(file, "id").first
        yield moved(manual, manual.value(file, "id"), Edit(file, 1, 1, to=to), [(file, line), (to, line)])


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
