"""Turns a manual's files into a Handbook: takes its root folder, gives the values and what is wrong with the files.

A file with mistakes is mended as far as is safe (the bad part is left out) so that its other mistakes show in the same
run; it then counts as damaged and is spared the checks that need it whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from handbook_builder.diagnostics import Diagnostic
from handbook_builder.messages import Message
from handbook_builder.misfits import misfits, slug_of
from handbook_builder.model.handbook import SETTINGS_FILE, Handbook, Origin
from handbook_builder.model.procedure import Flow, Procedure
from handbook_builder.model.questionnaire import Questionnaire
from handbook_builder.model.registers import RegisterFile
from handbook_builder.model.settings import Settings
from handbook_builder.model.workshop import Workshop
from handbook_builder.source import Document, Loc, read_document

REGISTER_KINDS = {
    "roles": "role",
    "services": "service",
    "needs": "need",
    "areas": "area",
    "forms": "form",
    "documents": "document",
    "sources": "source",
    "data": "data",
    "practices": "practice",
    "glossary": "term",
}
"""The lists of a register file, and the kind of the entries in each."""

PROCEDURES, FLOWS, REGISTERS = "procedures", "flows", "procedures/registers"
WORKSHOPS, QUESTIONNAIRES = "workshops", "workshops/questionnaires"

FOLDERS = {
    REGISTERS: "registers",
    PROCEDURES: "procedure",
    FLOWS: "flow",
    WORKSHOPS: "workshop",
    QUESTIONNAIRES: "questionnaire",
}
"""The folders of files, and the kind of file in each, by its name in ``MODELS``."""

M = TypeVar("M", bound=BaseModel)


def find_root(start: Path) -> Path | None:
    """Give the folder of the manual that ``start`` belongs to: the nearest with settings, procedures or flows in it.

    Generated pages stand in folders called procedures and flows too, so only those with YAML files count.
    """
    for folder in (start, *start.parents):
        if (folder / SETTINGS_FILE).is_file():
            return folder
        if any(file for name in (PROCEDURES, FLOWS) for file in (folder / name).rglob("*.y*ml")):
            return folder
    return None


@dataclass
class Library:
    """The documents of one run, by path; they turn a place in a value into a line of a file."""

    documents: dict[str, Document] = field(default_factory=dict)

    def line(self, origin: Origin, loc: Loc) -> int:
        """Give the line of the value ``loc`` below ``origin``."""
        return self.documents[origin.file].span((*origin.loc, *loc)).line

    def problem(self, origin: Origin, loc: Loc, code: str, message: str, hint: str = "") -> Diagnostic:
        """Make a diagnostic at the value ``loc`` below ``origin``; a loc that ends in "key:name" means that key."""
        document = self.documents[origin.file]
        if loc and str(loc[-1]).startswith("key:"):
            span = document.key_span((*origin.loc, *loc[:-1], str(loc[-1]).removeprefix("key:")))
        else:
            span = document.span((*origin.loc, *loc))
        return document.problem(code, span, message, hint)


def load_handbook(root: Path) -> tuple[Handbook, Library, list[Diagnostic]]:
    """Read the whole manual in ``root``.

    Returns the values, the documents they came from, and every problem found in reading and shape, unsorted.
    """
    return _Loader(root).run()


def files_of(root: Path) -> Iterator[tuple[str, str]]:
    """Name the files of a manual that are read, as paths from its root, each with its kind (a name in ``MODELS``)."""
    loader = _Loader(root)
    if (root / SETTINGS_FILE).is_file():
        yield SETTINGS_FILE, "settings"
    for folder, kind in FOLDERS.items():
        yield from ((path, kind) for path in loader.files(folder))


def load_file(file: Path) -> tuple[Handbook, Library, list[Diagnostic]] | None:
    """Read a file that belongs to no manual; give what ``load_handbook`` gives, or None for a file of another kind."""
    path = f"{file.parent.name}/{file.name}"
    document, problems = read_document(file, path)
    if document is None:
        return Handbook(), Library(), problems
    keys = set(document.data) if isinstance(document.data, dict) else set()
    for key, folder in (("sessions", WORKSHOPS), ("questions", QUESTIONNAIRES)):
        if key in keys:
            return _LoneLoader(file, folder).run()
    if keys & {"id", "steps"}:
        return _LoneLoader(file, FLOWS if file.parent.name == FLOWS else PROCEDURES).run()
    return _LoneLoader(file, REGISTERS).run() if keys & REGISTER_KINDS.keys() else None


_PLACES = {
    PROCEDURES: (2, Message("procedures live in procedures/<group>/<id>.yml")),
    FLOWS: (1, Message("decision trees live in flows/<id>.yml")),
    WORKSHOPS: (1, Message("workshops live in workshops/<id>.yml")),
    QUESTIONNAIRES: (2, Message("questionnaires live in workshops/questionnaires/<id>.yml")),
}
"""How deep the files of a folder lie, and what to tell of others."""


class _Loader:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.library = Library()
        self.problems: list[Diagnostic] = []
        self.origins: dict[tuple[str, str], Origin] = {}
        self.damaged: set[str] = set()
        self.lost: set[tuple[str, str]] = set()
        self.context: dict[str, Any] = {}

    def run(self) -> tuple[Handbook, Library, list[Diagnostic]]:
        settings = self.settings()
        self.context = {"source_language": settings.source_language}
        registers = self.registers()
        procedures = {one.id: one for one in self.named_files(PROCEDURES, Procedure)}
        flows = {one.id: one for one in self.named_files(FLOWS, Flow)}
        workshops = {one.id: one for one in self.named_files(WORKSHOPS, Workshop)}
        questionnaires = {one.id: one for one in self.named_files(QUESTIONNAIRES, Questionnaire)}
        handbook = Handbook(
            settings=settings,
            procedures=_by_code(procedures),
            flows=_by_code(flows),
            **registers,
            workshops=_by_code(workshops),
            questionnaires=questionnaires,
            has_settings=SETTINGS_FILE in self.library.documents,
            origins=self.origins,
            damaged=frozenset(self.damaged),
            lost=frozenset(self.lost),
        )
        return handbook, self.library, self.problems

    def settings(self) -> Settings:
        for name in sorted(path.name for path in self.root.glob("handbook.y*ml") if path.name != SETTINGS_FILE):
            self.misplace(
                name, Message("only handbook.yml is read"), Message("rename it to {name}", name=SETTINGS_FILE)
            )
        if not (self.root / SETTINGS_FILE).is_file():
            return Settings()
        return self.value(SETTINGS_FILE, Settings) or Settings()

    def registers(self) -> Mapping[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {name: {} for name in RegisterFile.model_fields}
        for path in self.files(REGISTERS):
            register = self.value(path, RegisterFile)
            self.lost |= set(self.lost_lists(path, register))
            for name, entries in found.items():
                for at, entry in enumerate(getattr(register, name, ())):
                    if self.is_new(entry.kind, entry.id, Origin(path, (name, at))):
                        entries[entry.id] = entry
        return found

    def lost_lists(self, path: str, register: RegisterFile | None) -> Iterator[tuple[str, str]]:
        """Name the registers of which a file may have held more than could be read of it."""
        told = [problem for problem in self.problems if problem.file == path]
        whole = register is None or any(problem.code in ("unknown-key", "repeated-key") for problem in told)
        yield from ((kind, "*") for kind in REGISTER_KINDS.values() if whole)

    def named_files(self, folder: str, model: type[M]) -> Iterator[M]:
        """Read the items of a folder, each from the file that has its id for a name."""
        kind = model.kind  # type: ignore[attr-defined]
        for path in self.files(folder):
            stem = Path(path).stem
            names = {(twin, stem) for twin in _twins(kind)}
            if not self.is_in_place(path, folder):
                continue
            item = self.value(path, model)
            if item is None:
                self.lost |= names
                continue
            origin = Origin(path)
            id: str = item.id  # type: ignore[attr-defined]
            if id != stem:
                message = Message('the id "{id}" differs from the file name "{name}"', id=id, name=Path(path).name)
                hint = Message('write "id: {stem}" or rename the file', stem=stem)
                self.problems.append(self.library.problem(origin, ("id",), "id-not-file-name", message, hint))
                self.lost |= names
            if self.is_new(kind, id, origin):
                yield item

    def is_in_place(self, path: str, folder: str) -> bool:
        depth, hint = _PLACES[folder]
        if path.count("/") == depth:
            return True
        self.misplace(path, Message("the file is in a folder where it would not be read"), hint)
        return False

    def misplace(self, path: str, message: str, hint: str) -> None:
        """Tell about a file that is not read, and remember that what it holds exists."""
        self.problems.append(Diagnostic(path, 1, 1, "misplaced-file", message, hint))
        self.lost |= {(kind, Path(path).stem) for kind in FOLDERS.values()}
        if path.startswith(f"{REGISTERS}/"):
            self.lost |= {(kind, "*") for kind in REGISTER_KINDS.values()}
        if path.startswith("handbook."):
            self.damaged.add(SETTINGS_FILE)

    def is_new(self, kind: str, id: str, origin: Origin) -> bool:
        """Note where an item stands; a second item with its name is a problem. Procedures and flows share one set."""
        first = next((self.origins[twin, id] for twin in _twins(kind) if (twin, id) in self.origins), None)
        if first is None:
            self.origins[kind, id] = origin
            return True
        span = self.library.documents[first.file].span((*first.loc, "id"))
        message = Message('the id "{id}" is used twice; first in {file}:{line}', id=id, file=first.file, line=span.line)
        self.problems.append(
            self.library.problem(origin, ("id",), "repeated-id", message, Message("give one of them another id"))
        )
        return False

    def files(self, folder: str) -> Iterator[str]:
        """Give the YAML files below a folder, as paths from the root, sorted; registers are a folder of their own."""
        top = self.root / folder
        inside = self.root.resolve()
        for parent, folders, names in os.walk(top):
            folders.sort()
            here = Path(parent).relative_to(self.root).as_posix()
            # Some folders have one inside with files of another kind.
            folders[:] = [name for name in folders if f"{here}/{name}" not in FOLDERS]
            # os.walk does not follow links to folders; tell about those that hold something else than the manual.
            for name in sorted(names) + [name for name in folders if (Path(parent) / name).is_symlink()]:
                file, path = Path(parent) / name, f"{here}/{name}"
                if name.startswith("."):
                    continue
                if file.is_symlink() and not _leads_into(file, inside):
                    message = Message("this link leads out of the manual's folder, or to itself")
                    hint = Message("copy the file into the folder instead")
                    self.problems.append(Diagnostic(path, 1, 1, "outside-link", message, hint))
                elif file.suffix in (".yaml", ".YML", ".YAML", ".Yml"):
                    self.misplace(
                        path,
                        Message("only files that end in .yml are read"),
                        Message("rename it to {name}", name=f"{file.stem}.yml"),
                    )
                elif file.suffix == ".yml":
                    yield path

    def value(self, path: str, model: type[M]) -> M | None:
        """Read a file and validate it; mend what can be left out. None where nothing useful remains."""
        document, problems = read_document(self.root / path, path)
        self.problems += problems
        if problems or document is None:
            self.damaged.add(path)
        if document is None:
            return None
        # Each round leaves out what the round before complained about, so there are few.
        for attempt in range(8):
            self.library.documents[path] = document
            try:
                return model.model_validate(document.data, context=self.context)
            except ValidationError as error:
                found = list(misfits(error, document, model))
            self.damaged.add(path)
            if attempt == 0:  # later ones are the fault of what was left out
                self.problems += [misfit.diagnostic for misfit in found]
            unwanted = {misfit.leave_out for misfit in found}
            self.lost |= {name for misfit in found for name in _names_at(document.data, misfit.leave_out)}
            if () in unwanted:
                return None
            document = document.without(unwanted)
        return None


class _LoneLoader(_Loader):
    """Loads a manual that consists of one file in one of its folders; the real folder stands for the group."""

    def __init__(self, file: Path, folder: str) -> None:
        super().__init__(file.parent.parent)
        self.path = f"{file.parent.name}/{file.name}"
        self.folder = folder

    def settings(self) -> Settings:
        return Settings()

    def files(self, folder: str) -> Iterator[str]:
        yield from [self.path] if folder == self.folder else []

    def is_in_place(self, path: str, folder: str) -> bool:
        return True


def _leads_into(link: Path, folder: Path) -> bool:
    try:
        return link.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):  # a link to itself
        return False


def _names_at(data: Any, loc: Loc) -> Iterator[tuple[str, str]]:
    """Name the entry or step that is left out with ``loc``, so that references to it are no second mistake."""
    if len(loc) != 2 or not isinstance(loc[1], int):
        return
    row = data[loc[0]][loc[1]]
    id = row.get("id") if isinstance(row, dict) else None
    if loc[0] == "steps":
        yield "step", f"{data.get('id')}/{id}"
    elif loc[0] in REGISTER_KINDS and isinstance(id, str):
        yield REGISTER_KINDS[str(loc[0])], id
        yield REGISTER_KINDS[str(loc[0])], slug_of(id)


def _twins(kind: str) -> tuple[str, ...]:
    """Name the kinds that share their ids with this one."""
    return ("procedure", "flow") if kind in ("procedure", "flow") else (kind,)


def _by_code(guides: Mapping[str, Any]) -> dict[str, Any]:
    return dict(sorted(guides.items(), key=lambda pair: (pair[1].code is None, pair[1].code or "", pair[0])))
