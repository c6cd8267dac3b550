"""What happens to a file as a whole: to its bytes, its name and its place."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace

from tests.mutations.kind import NONE, Mutation, classed, far, slip, told
from tests.mutations.manual import GUIDES, REGISTERS, Edit, Manual, Value


def files(manual: Manual, chance: random.Random, *kinds: str) -> Iterator[str]:
    """Give files in an order by chance."""
    names = [file for file, kind in manual.kinds.items() if not kinds or kind in kinds]
    chance.shuffle(names)
    return iter(names)


def top(manual: Manual, file: str) -> Value:
    """Give the first value of a file, which stands for the whole."""
    return next(one for values in manual.values.values() for one in values if one.file == file and len(one.loc) == 1)


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
