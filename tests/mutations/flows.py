"""Steps, the ways between them, and the worked cases that go along them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import get_args

from handbook_builder.graph import graph_of, walk
from handbook_builder.model.steps import Decision, End, Referral
from tests.mutations.kind import CRITICAL, EDITORIAL, MEANING, Mutation, classed, far, slip, told
from tests.mutations.manual import Edit, Manual, Value
from tests.mutations.names import users_of_step


def step_of(manual: Manual, value: Value) -> Value:
    """Give the step that a value stands in."""
    return manual.value(value.file, *value.loc[:2])


def swapped(manual: Manual, one: Value, other: Value) -> Edit:
    """Let two scalars on different lines change places."""
    first, second = sorted((one, other), key=lambda value: value.first)
    lines = list(manual.typed(one.file)[first.first - 1 : second.first])
    for at, value, new in ((0, first, second), (-1, second, first)):
        start, end = value.node.start_mark.column, value.node.end_mark.column
        lines[at] = lines[at][:start] + manual.as_typed(new) + lines[at][end:]
    return manual.put(one.file, first.first, second.first, *lines)


# Steps.


@told("dropped-step", "unknown-target", "Passo apagado, a que outros levam", "Deleted step to which others lead")
def dropped_step(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/id"):
        step = step_of(manual, value)
        users = [line for line in users_of_step(manual, value) if line not in step.lines]
        if users and len(manual.guides[value.file].steps) > 2:
            yield slip(manual, step, manual.without(step), *users)


@classed("dropped-action", CRITICAL, "Ação apagada do meio de um caminho", "Action deleted from the middle of a path")
def dropped_action(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/do"):
        step = step_of(manual, value)
        guide = manual.guides[value.file]
        at = int(step.loc[1])
        falls = guide.steps[at].kind == "do" and getattr(guide.steps[at], "next", None) is None
        if falls and at > 0 and not users_of_step(manual, manual.value(value.file, "steps", at, "id")):
            yield slip(manual, step, manual.without(step))


@told("copied-step", "repeated-id", "Passo copiado sem mudar o identificador", "Step copied without another id")
def copied_step(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for step in manual.some(chance, "guide:steps/*"):
        lines = manual.typed(step.file)[step.first - 1 : step.last]
        yield slip(manual, step, manual.put(step.file, step.last + 1, step.last, *lines))


@told("added-step", "unreachable-step", "Passo novo a que nada leva", "New step to which nothing leads")
def added_step(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/end"):
        step = step_of(manual, value)
        if int(step.loc[1]) < len(manual.guides[step.file].steps) - 1:
            lines = ("  - id: one-more-end", '    end: {pt: "Outro fim.", en: "Another end."}', "    outcome: closed")
            yield slip(manual, step, manual.put(step.file, step.last + 1, step.last, *lines))


@told("action-in-a-tree", "step-not-for-flow", "Ação numa árvore de decisão", "Action in a decision tree")
def action_in_a_tree(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "flow:steps/*/end"):
        step = step_of(manual, value)
        id = manual.guides[step.file].steps[int(step.loc[1])].id
        lines = ("  - id: one-more", '    do: {pt: "Mais isto.", en: "This too."}', f"    next: {id}")
        edit = manual.put(step.file, step.first, step.first - 1, *lines)
        yield Mutation(edit, frozenset({(step.file, step.first + 1)}), manual.owner(step.file, step.loc))


@classed("swapped-actions", CRITICAL, "Duas ações trocadas de ordem", "Two actions in the opposite order")
def swapped_actions(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/do"):
        guide, at = manual.guides[value.file], int(value.loc[1])
        steps = guide.steps[at : at + 2]
        plain = [one.kind == "do" and getattr(one, "next", None) is None for one in steps]
        if plain == [True, True] and at + 2 < len(guide.steps):
            one, other = (manual.value(value.file, "steps", at + more) for more in (0, 1))
            lines = manual.typed(value.file)
            typed = (*lines[other.first - 1 : other.last], *lines[one.first - 1 : one.last])
            edit = manual.put(value.file, one.first, other.last, *typed)
            # The order is told by the ways: of these two, and of the one that leads to them.
            near = guide.steps[max(0, at - 1) : at + 2]
            lines_of = [line for line in range(manual.value(value.file, "steps", max(0, at - 1)).first, other.last + 1)]
            places = frozenset((value.file, line) for line in lines_of)
            into = [edge.source for edge in graph_of(guide).ways_to[steps[0].id]]
            far_lines = [manual.value(value.file, "steps", graph_of(guide).places[id]).lines for id in into]
            places |= {(value.file, line) for lines in far_lines for line in lines}
            yield Mutation(
                edit, places, manual.owner(value.file, value.loc), frozenset({*(one.id for one in near), *into})
            )


@classed("moved-end", EDITORIAL, "Dois fins trocados de lugar no ficheiro", "Two ends that changed places in the file")
def moved_end(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/end"):
        guide, at = manual.guides[value.file], int(value.loc[1])
        before = guide.steps[at - 1]
        if [step.kind for step in guide.steps[at : at + 2]] == ["end", "end"] and (
            before.kind in ("ask", "end") or getattr(before, "next", None)
        ):
            one, other = (manual.value(value.file, "steps", at + more) for more in (0, 1))
            lines = manual.typed(value.file)
            typed = (*lines[other.first - 1 : other.last], *lines[one.first - 1 : one.last])
            edit = manual.put(value.file, one.first, other.last, *typed)
            places = frozenset((value.file, line) for line in range(one.first, other.last + 1))
            ids = frozenset(step.id for step in guide.steps[at : at + 2])
            yield Mutation(edit, places, manual.owner(value.file, value.loc), ids)


# Ways.


@classed(
    "next-lost", CRITICAL, "`next` apagado: segue para o passo de baixo", "`next` deleted: it goes on to the step below"
)
def next_lost(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/next"):
        guide, at = manual.guides[value.file], int(value.loc[1])
        below = guide.steps[at + 1].id if at + 1 < len(guide.steps) else None
        if below != value.text:
            # What is not there has no line; the step that lacks it has.
            yield slip(manual, value, manual.without(value), value.first, step_of(manual, value).first)


@classed("other-next", CRITICAL, "Passo seguinte trocado por outro que existe", "Another existing step comes next")
def other_next(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    patterns = ("guide:steps/*/next", "guide:steps/*/yes", "guide:steps/*/no", "guide:steps/*/answers/*/next")
    for value in manual.some(chance, *patterns):
        others = [step.id for step in manual.guides[value.file].steps if step.id != value.text]
        yield slip(manual, value, manual.retyped(value, chance.choice(others)))


@classed(
    "swapped-answers", CRITICAL, "Destinos de duas respostas trocados", "Two answers that lead where the other did"
)
def swapped_answers(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/yes", "guide:steps/*/answers/*/next"):
        if value.loc[-1] == "yes":
            other = manual.value(value.file, *value.loc[:-1], "no")
        else:
            at = int(value.loc[3])
            way = (*value.loc[:3], at + 1, "next")
            if not manual.has(value.file, *way):
                continue
            other = manual.value(value.file, *way)
        if other.text != value.text and other.first != value.first:
            yield slip(manual, value, swapped(manual, value, other), value.first, other.first)


@classed(
    "swapped-words-of-answers",
    CRITICAL,
    "Textos de duas respostas trocados",
    "Two answers with the words of each other",
)
def swapped_words_of_answers(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/answers/*/answer"):
        way = (*value.loc[:3], int(value.loc[3]) + 1, "answer")
        if manual.has(value.file, *way) and not value.is_inline:
            other = manual.value(value.file, *way)
            lines = list(manual.typed(value.file)[value.first - 1 : other.last])
            mine, theirs = (manual.typed(value.file)[one.first : one.last] for one in (value, other))
            if len(mine) == len(theirs) == 2:
                lines[1:3], lines[-2:] = theirs, mine
                edit = manual.put(value.file, value.first, other.last, *lines)
                rows = [manual.value(value.file, *one.loc[:-1]) for one in (value, other)]
                yield slip(manual, value, edit, *rows[0].lines, *rows[1].lines)


@told("dropped-answer", "unknown-answer single-answer", "Resposta apagada", "Deleted answer")
def dropped_answer(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/answers/*", "guide:steps/*/yes", "guide:steps/*/no"):
        step = manual.guides[value.file].steps[int(value.loc[1])]
        assert isinstance(step, Decision)
        id = step.answers[int(value.loc[3])].id if len(value.loc) > 2 and value.loc[2] == "answers" else value.loc[2]
        # Told by the cases that gave it, and by the question if one answer is left.
        cases = [
            one.first
            for one in manual.at("guide:scenarios/*/answers/?")
            if one.file == value.file and one.key.value == step.id and one.text == id
        ]
        yield slip(manual, value, manual.without(value), *cases, manual.value(value.file, *value.loc[:2], "ask").first)


@told("circle", "endless-circle", "Passo que leva a si próprio", "Step that leads to itself")
def circle(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/next"):
        id = manual.value(value.file, *value.loc[:2], "id")
        yield slip(manual, value, manual.retyped(value, id.text), id.first)


@told(
    "hand-over-ring",
    "hand-over-ring",
    "Dois procedimentos que passam o caso um ao outro",
    "Two procedures that hand the case to each other",
)
def hand_over_ring(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/continue"):
        giver = manual.guides[value.file].id
        for other in manual.at("guide:steps/*/continue"):
            if manual.guides[other.file].id == value.text and other.file != value.file and other.text != giver:
                # The ring is told once, at a step that hands over.
                both = [one for one in manual.at("guide:steps/*/continue") if one.file in (value.file, other.file)]
                places = [(one.file, one.first) for one in both]
                yield far(manual, other, manual.retyped(other, giver), places)
                break


@classed(
    "hand-over-lost", CRITICAL, "Fim que já não passa o caso a ninguém", "End that hands the case to nobody any more"
)
def hand_over_lost(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/continue"):
        yield slip(manual, value, manual.without(value))


@classed("other-outcome", CRITICAL, "Outro resultado no fim", "Another outcome at the end")
def other_outcome(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    known = get_args(End.model_fields["outcome"].annotation)
    for value in manual.some(chance, "guide:steps/*/outcome"):
        yield slip(manual, value, manual.retyped(value, chance.choice([one for one in known if one != value.text])))


# Referrals.


@told(
    "referral-without-consent",
    "referral-without-consent",
    "Encaminhamento sem regra de consentimento",
    "Referral without a rule of consent",
)
def referral_without_consent(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/consent"):
        yield slip(manual, value, manual.without(value), manual.value(value.file, *value.loc[:2], "refer").first)


@told(
    "referral-without-answer-time",
    "referral-without-answer-time",
    "Encaminhamento sem prazo de resposta",
    "Referral without a time limit for the answer",
)
def referral_without_answer_time(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/answer_within"):
        step = manual.guides[value.file].steps[int(value.loc[1])]
        if isinstance(step, Referral) and step.priority != "emergency":
            yield slip(manual, value, manual.without(value), manual.value(value.file, *value.loc[:2], "refer").first)


@classed("other-consent", CRITICAL, "Outra regra de consentimento", "Another rule of consent")
def other_consent(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/consent"):
        others = [one for one in ("required", "not_required", "vital_interest") if one != value.text]
        yield slip(manual, value, manual.retyped(value, chance.choice(others)))


@classed("other-priority", CRITICAL, "Outra prioridade", "Another priority")
def other_priority(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:steps/*/priority"):
        others = [one for one in ("emergency", "urgent", "standard") if one != value.text]
        yield slip(manual, value, manual.retyped(value, chance.choice(others)))


# Worked cases.


@told(
    "case-without-answer",
    "scenario-open-question",
    "Resposta apagada de um caso prático",
    "Answer deleted from a worked case",
)
def case_without_answer(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:scenarios/*/answers/?"):
        case = manual.value(value.file, *value.loc[:2], "id")
        yield slip(manual, value, manual.without(value), case.first)


@told(
    "case-with-other-end", "scenario-wrong-end", "Caso prático que diz outro fim", "Worked case that names another end"
)
def case_with_other_end(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:scenarios/*/ends"):
        others = [one.id for one in manual.guides[value.file].steps if one.kind == "end" and one.id != value.text]
        if others:
            yield slip(manual, value, manual.retyped(value, chance.choice(others)))


@told(
    "case-with-other-answer",
    "scenario-wrong-end scenario-open-question",
    "Caso prático com outra resposta, que leva a outro lado",
    "Worked case with another answer, which leads elsewhere",
)
def case_with_other_answer(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:scenarios/*/answers/?"):
        guide = manual.guides[value.file]
        case = guide.scenarios[int(value.loc[1])]
        step = guide.step(str(value.key.value))
        assert isinstance(step, Decision)
        other = chance.choice([one.id for one in step.choices if one.id != value.text])
        changed = case.model_copy(update={"answers": {**case.answers, step.id: other}})
        if walk(graph_of(guide), changed).stops_at != case.ends:
            # Told at the case: at the end that it does not reach, or at its id if a question stays open.
            lines = [manual.value(value.file, *value.loc[:2], key).first for key in ("id", "ends")]
            typed = f"'{other}'" if manual.as_typed(value).startswith("'") else other
            yield slip(manual, value, manual.retyped(value, typed), *lines)


@classed("dropped-case", MEANING, "Caso prático apagado", "Deleted worked case")
def dropped_case(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:scenarios/*"):
        yield slip(manual, value, manual.without(value))


@told("all-cases-lost", "uncovered-answer", "Todos os casos práticos apagados", "All worked cases deleted")
def all_cases_lost(manual: Manual, chance: random.Random) -> Iterator[Mutation]:
    for value in manual.some(chance, "guide:scenarios"):
        yield slip(manual, value, manual.without(value), manual.value(value.file, "steps").first)
