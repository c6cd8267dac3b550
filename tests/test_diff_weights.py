"""How much a change weighs, text by text and field by field; and the version that the class of a guide asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from handbook_builder.diff.change import Reason, Weight
from handbook_builder.diff.compare import compare
from handbook_builder.diff.match import match, moved
from handbook_builder.diff.rules import AT_MOST, REFERENCES, WEIGHTS
from handbook_builder.diff.wordings import pieces, weigh
from handbook_builder.load import REGISTER_KINDS, load_handbook
from handbook_builder.model.procedure import Procedure
from handbook_builder.model.questionnaire import Questionnaire
from handbook_builder.model.registers import RegisterFile
from handbook_builder.model.settings import Group, Settings
from handbook_builder.model.text import Part
from handbook_builder.model.workshop import Workshop
from tests.diffs import CRITICAL, EDITORIAL, MANUAL, MEANING, NONE, WELCOME, diff_of, edited, one_edit

# Texts of a wording.


@pytest.mark.parametrize(
    ("language", "before", "after", "weight", "reason"),
    [
        ("pt", "Responda em 10 dias.", "Responda em 5 dias.", CRITICAL, "figure"),
        ("pt", "Responda em 10 dias.", "Responda em 10 dias úteis.", CRITICAL, "figure"),
        ("pt", "Responda em 10 dias.", "Responda em 10 horas.", CRITICAL, "figure"),
        ("pt", "Responda em dez dias.", "Responda em 10 dias.", EDITORIAL, "signs"),
        ("pt", "Responda em dez dias.", "Responda em doze dias.", CRITICAL, "figure"),
        ("pt", "Custa 56,88 €.", "Custa 56,98 €.", CRITICAL, "figure"),
        ("pt", "Até 30 de junho.", "Até 30 de julho.", CRITICAL, "figure"),
        ("pt", "De 5 a 10 dias.", "De 10 a 5 dias.", CRITICAL, "figure"),
        ("pt", "Volte na segunda-feira.", "Volte na terça-feira.", CRITICAL, "figure"),
        ("pt", "Partilhe o nome.", "Não partilhe o nome.", CRITICAL, "turn"),
        ("pt", "Passaporte e título.", "Passaporte ou título.", CRITICAL, "turn"),
        ("pt", "Pode pedir o apoio.", "Deve pedir o apoio.", CRITICAL, "turn"),
        ("pt", "Só depois da consulta.", "Só antes da consulta.", CRITICAL, "turn"),
        ("pt", "Apenas o nome.", "Só o nome.", MEANING, "words"),
        ("pt", "Pessoa maior de idade.", "Pessoa menor de idade.", CRITICAL, "turn"),
        ("pt", "Veja o [guia](procedure:a).", "Veja o [guia](procedure:b).", CRITICAL, "target"),
        ("pt", "Ligue [já](tel:112).", "Ligue [já](tel:115).", CRITICAL, "target"),
        ("pt", "Veja o [guia](https://a.pt).", "Veja o [guia](https://b.pt).", MEANING, "link"),
        ("pt", "Veja o guia.", "Veja o [guia](procedure:a).", MEANING, "link"),
        ("pt", "Cumprimente a pessoa.", "cumprimente, a  pessoa!", EDITORIAL, "signs"),
        ("pt", "Escreva *tudo*.", "Escreva **tudo**.", EDITORIAL, "signs"),
        ("pt", "Use o e-mail.", "Use o email.", EDITORIAL, "signs"),
        ("pt", "Registe o procedimeto.", "Registe o procedimento.", EDITORIAL, "spelling"),
        ("pt", "Vá à receçao.", "Vá à receção.", EDITORIAL, "spelling"),
        ("pt", "A pessoa pessoa chega.", "A pessoa chega.", EDITORIAL, "signs"),
        ("pt", "O pedido é deferido.", "O pedido é diferido.", MEANING, "words"),
        ("pt", "Emigrante com visto.", "Imigrante com visto.", MEANING, "words"),
        ("pt", "Entregue os documentos.", "Entregue o documento.", MEANING, "words"),
        ("pt", "Peça o documento.", "Peça os documentos.", MEANING, "words"),
        ("pt", "Vá ao concelho.", "Vá ao conselho.", MEANING, "words"),
        ("pt", "Ouça a pessoa.", "Escute a pessoa.", MEANING, "words"),
        ("pt", "Ouça a\n  pessoa.", "Ouça a pessoa.", NONE, ""),
        ("pt", "Ouça *a pessoa*.", "Ouça _a pessoa_.", NONE, ""),
        ("pt", "", "Ouça a pessoa.", MEANING, "words"),
        ("pt", "Espere 3 dias.", "", CRITICAL, "figure"),
        ("en", "Answer within 10 days.", "Answer within two weeks.", CRITICAL, "figure"),
        ("en", "Answer within two days.", "Answer within 2 days.", EDITORIAL, "signs"),
        ("en", "You must sign.", "You may sign.", CRITICAL, "turn"),
        ("en", "You can sign.", "You may sign.", MEANING, "words"),
        ("en", "Do share it.", "Don’t share it.", CRITICAL, "turn"),
        ("en", "Do not share it.", "Don't share it.", MEANING, "words"),
        ("en", "Recieve the family.", "Receive the family.", EDITORIAL, "spelling"),
        ("fr", "Attendez 10 jours.", "Attendez 5 jours.", CRITICAL, "figure"),
    ],
)
def test_what_a_change_of_words_weighs(language: str, before: str, after: str, weight: Weight, reason: Reason) -> None:
    assert weigh(before, after, language) == (weight, reason)
    assert weigh(after, before, language) == (weight, reason)


def test_a_word_that_the_manual_knows_is_no_slip(tmp_path: Path) -> None:
    slip = one_edit(tmp_path / "a", "Sorria e fale", "Soria e fale")  # too short a word
    assert slip.weight is MEANING
    assert one_edit(tmp_path / "b", "Cumprimente a pessoa", "Cumprimnte a pessoa").weight is EDITORIAL
    known = [{"file": WELCOME, "old": "Cumprimente a pessoa", "new": "Cumprimnte a pessoa"}]
    known += [{"file": WELCOME, "old": "Ouça o que", "new": "Cumprimente o que"}]
    assert diff_of(tmp_path / "c", known).weight is MEANING
    # "Cumprimente" stays in use, "Cumprimnte" was never: the one is a slip, whatever the other edit is.
    changes = {change.step: change.weight for item in diff_of(tmp_path / "d", known).items for change in item.changes}
    assert changes == {"greet": EDITORIAL, "listen": MEANING}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Em 10 dias.", "Em 5 dias.", "Em [-10-]{+5+} dias."),
        ("um dois três", "um três", "um [-dois -]três"),
        ("um três", "um dois três", "um {+dois +}três"),
        ("a pessoa chega", "cada família chega", "[-a pessoa-]{+cada família+} chega"),
        ("", "novo", "{+novo+}"),
    ],
)
def test_words_are_compared_one_by_one(before: str, after: str, expected: str) -> None:
    marks = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    found = pieces(before, after)
    assert "".join(marks[name].format(text) for name, text in found) == expected
    assert "".join(text for name, text in found if name != "new") == before
    assert "".join(text for name, text in found if name != "old") == after


# Fields, and how the parts of two lists are paired.


def test_rules_name_fields_that_exist() -> None:
    fields = known_fields()
    for name in (*WEIGHTS, *AT_MOST):
        kind, *names = name.split(".")
        assert kind in fields
        assert not names or names[-1] in fields[kind], name
    assert REFERENCES.keys() <= set().union(*fields.values())


def known_fields() -> Mapping[str, set[str]]:
    """Give the names of all fields below each kind of item."""
    kinds: dict[str, Any] = {"guide": Procedure, "group": Group, "settings": Settings}
    kinds |= {"workshop": Workshop, "questionnaire": Questionnaire}
    kinds |= {kind: get_args(RegisterFile.model_fields[name].annotation)[0] for name, kind in REGISTER_KINDS.items()}
    return {kind: set(_fields_of(model)) for kind, model in kinds.items()}


def _fields_of(kind: Any) -> Iterator[str]:
    for inner in get_args(kind):
        yield from _fields_of(inner)
    if isinstance(kind, type) and issubclass(kind, Part):
        for name, info in kind.model_fields.items():
            yield info.alias or name
            yield from _fields_of(info.annotation)


def test_parts_are_matched_by_key_then_by_likeness() -> None:
    def alike(old: str, new: str) -> float:
        return float(old[0] == new[0])

    assert match(["a1", "b1", "c1"], ["b1", "a2", "d1"], lambda one: one, alike) == [
        (1, 0),
        (2, None),
        (0, 1),
        (None, 2),
    ]
    assert match([], ["a"], str, alike) == [(None, 0)]
    assert match(["a", "b"], [], str, alike) == [(0, None), (1, None)]
    assert moved([(0, 0), (1, 1), (2, 2)]) == []
    assert moved([(2, 0), (0, 1), (1, 2)]) == [0]
    assert moved([(None, 0), (0, 1), (1, None)]) == []


# The version that the class asks for.


@pytest.mark.parametrize(
    ("before", "after", "edit", "asked", "right"),
    [
        ("0.3.0", "0.3.0", ("fale devagar", "fale devvagar"), "0.3.1", False),
        ("0.3.0", "0.3.1", ("fale devagar", "fale devvagar"), "0.3.1", True),
        ("0.3.0", "0.3.1", ("Sorria e", "Olhe e"), "0.4.0", False),
        ("0.3.0", "0.4.0", ("Sorria e", "Olhe e"), "0.4.0", True),
        ("0.3.0", "0.3.9", ("5 minutes", "6 minutes"), "0.4.0", False),
        ("0.3.0", "1.0.0", ("5 minutes", "6 minutes"), "0.4.0", True),
        ("1.3.2", "1.4.0", ("5 minutes", "6 minutes"), "2.0.0", False),
        ("1.3.2", "2.0.0", ("5 minutes", "6 minutes"), "2.0.0", True),
        ("1.3.2", "1.4.0", ("Sorria e", "Olhe e"), "1.4.0", True),
        ("1.3.2", "1.2.9", ("fale devagar", "fale devvagar"), "1.3.3", False),
    ],
)
def test_the_class_asks_for_a_version(
    before: str, after: str, edit: tuple[str, str], asked: str, right: bool, tmp_path: Path
) -> None:
    def with_version(version: str) -> str:
        return (MANUAL / WELCOME).read_text(encoding="utf-8").replace("0.3.0", version)

    old = edited(tmp_path / "old", [{"file": WELCOME, "new": with_version(before)}])
    new = edited(tmp_path / "new", [{"file": WELCOME, "new": with_version(after).replace(*edit)}])
    (item,) = compare(load_handbook(old), load_handbook(new)).items
    assert item.version is not None
    assert (item.version.asked, item.version.is_raised, item.version.is_recorded) == (asked, right, True)


def test_the_version_has_a_line_in_the_list_of_changes(tmp_path: Path) -> None:
    edits = [
        {"file": WELCOME, "old": "within: 5 minutes", "new": "within: 6 minutes"},
        {"file": WELCOME, "old": "version: 0.3.0\n", "new": "version: 0.4.0\n"},
    ]
    (item,) = diff_of(tmp_path, edits).items
    assert item.version is not None and item.version.is_raised and not item.version.is_recorded


def test_what_was_approved_asks_for_no_version(tmp_path: Path) -> None:
    (item,) = one_edit(tmp_path, "status: draft", "status: in_review").items
    assert item.version is None
