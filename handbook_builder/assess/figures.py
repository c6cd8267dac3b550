"""What the answers to a workshop's questionnaires add up to: takes submissions, gives figures that betray nobody.

A figure of fewer than LEAST answers does not exist here: it is None, and takes part in no total, so that nothing can be
found by taking one figure from another. For the same reason knowledge has one base only: the people whose answers
before and after could be joined, or, if they are too few, all who answered.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handbook_builder.assess.student import interval
from handbook_builder.assess.submission import Results, Submission
from handbook_builder.model.questionnaire import OpenQuestion, Rating, SingleChoice
from handbook_builder.model.workshop import Workshop
from handbook_builder.render.words import folded
from handbook_builder.training.forms import BETWEEN, CODE_SIGNS, MOMENTS, SCALE, Asked, Form, Moment, taught_in

LEAST = 5
"""The smallest group of which a figure is given."""
FEW = 30
"""Below it, the interval leans on a supposition that nobody can check with so few answers."""
ENOUGH = 70
"""The share of right answers that is looked for, in percent."""


@dataclass(frozen=True)
class Distribution:
    """How often each answer of a question was given."""

    asked: Asked
    moment: Moment
    n: int
    counts: Mapping[int | str, int] | None
    """By number of the scale or id of the answer; None for too few answers."""

    @property
    def mean(self) -> float:
        """The mean of a rating."""
        return statistics.fmean(self._ratings)

    @property
    def median(self) -> float:
        """The median of a rating."""
        return statistics.median(self._ratings)

    @property
    def _ratings(self) -> list[int]:
        return [int(value) for value, count in (self.counts or {}).items() for _ in range(count)]


@dataclass(frozen=True)
class Share:
    """Right answers before and after, from 0 to 1; None for too few answers, or if nobody is asked then."""

    before: float | None
    after: float | None
    moments: frozenset[Moment] = frozenset(("before", "after"))
    """When it is asked."""

    @property
    def gain(self) -> float | None:
        """The difference."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def is_shown(self) -> bool:
        """Whether there is a figure at all."""
        return self.before is not None or self.after is not None


@dataclass(frozen=True)
class Score:
    """What people got right of all they were asked, in percent."""

    questions: int
    before: float | None
    after: float | None
    reached_before: float | None
    reached_after: float | None
    interval: tuple[float, float] | None
    """Of the mean gain of one person, where answers could be joined."""

    @property
    def gain(self) -> float | None:
        """The mean gain."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class Knowledge:
    """How the questions with a right answer were answered."""

    is_joined: bool
    """Whether the figures are of people whose answers before and after could be joined."""
    people: Mapping[Moment, int]
    questions: tuple[tuple[Asked, Share], ...]
    procedures: Mapping[str, Share]
    steps: Mapping[tuple[str, str], Share]
    sessions: Mapping[str, Share]
    score: Score | None


@dataclass(frozen=True)
class OpenAnswers:
    """What people wrote to one question, in an order that tells nothing; None for too few people."""

    asked: Asked
    moment: Moment
    answers: tuple[str, ...] | None


@dataclass(frozen=True)
class Figures:
    """All that is told of a workshop."""

    workshop: Workshop
    answered: Mapping[Moment, int]
    versions: Mapping[Moment, int]
    joined: int
    repeated: int
    ratings: tuple[Distribution, ...]
    choices: tuple[Distribution, ...]
    knowledge: Knowledge | None
    open_answers: tuple[OpenAnswers, ...]


def figures_of(workshop: Workshop, forms: Sequence[Form], results: Results) -> Figures:
    """Work out the figures of a workshop that has these forms."""
    own: dict[Moment, list[Submission]] = {
        moment: [
            one for one in results.submissions if one.form.workshop.id == workshop.id and one.form.moment == moment
        ]
        for moment in MOMENTS
    }
    after = {one.code: one for one in own["after"] if one.code}
    pairs = [(one, after[one.code]) for one in own["before"] if one.code in after]
    asked = [(form.moment, one) for form in forms for one in form.asked if own[form.moment]]
    spread = [
        _distribution(one, moment, own[moment]) for moment, one in asked if not isinstance(one.question, OpenQuestion)
    ]
    return Figures(
        workshop=workshop,
        answered={form.moment: len(own[form.moment]) for form in forms},
        versions={moment: len({one.version for one in found}) for moment, found in own.items()},
        joined=len(pairs),
        repeated=sum(results.repeated.get(form.name, 0) for form in forms),
        ratings=tuple(one for one in spread if isinstance(one.asked.question, Rating)),
        choices=tuple(one for one in spread if _is_counted(one)),
        knowledge=_knowledge(workshop, asked, pairs, own),
        open_answers=tuple(
            OpenAnswers(one, moment, _written(one, own[moment], results.codes))
            for moment, one in asked
            if isinstance(one.question, OpenQuestion)
        ),
    )


def _is_counted(one: Distribution) -> bool:
    """Tell whether it is a question with answers to count, and not one of knowledge, of which the gain is told."""
    question = one.asked.question
    has_key = isinstance(question, SingleChoice) and question.right is not None
    return not isinstance(question, Rating) and not (has_key and one.moment != "follow_up")


def _distribution(asked: Asked, moment: Moment, found: Sequence[Submission]) -> Distribution:
    answers = [one.answers[asked.name] for one in found if asked.name in one.answers]
    given = Counter(part for one in answers for part in (one if isinstance(one, frozenset) else [one]))
    known: list[int | str] = [*SCALE] if isinstance(asked.question, Rating) else [one.id for one in asked.options]
    counts = {one: given[one] for one in known} if len(answers) >= LEAST else None
    return Distribution(asked, moment, len(answers), counts)


def _written(asked: Asked, found: Sequence[Submission], codes: Iterable[str]) -> tuple[str, ...] | None:
    answers = [str(one.answers[asked.name]) for one in found if asked.name in one.answers]
    if len(answers) < LEAST:
        return None
    # In the order of the file, the answers of one person would stand at the same place below each question.
    return tuple(sorted((without_codes(one, codes) for one in answers), key=lambda text: (folded(text), text)))


def without_codes(text: str, codes: Iterable[str]) -> str:
    """Give what somebody wrote without the codes in it: those of the files however spaced, and what looks like one."""
    known = [f"{BETWEEN}*".join(code) for code in sorted(codes)]
    likely = rf"\b[{CODE_SIGNS}]{{3}}{BETWEEN}{{0,3}}[{CODE_SIGNS}]{{3}}\b"
    return re.sub("|".join((*known, likely)), "[…]", text, flags=re.I)


def _knowledge(
    workshop: Workshop,
    asked: Iterable[tuple[Moment, Asked]],
    pairs: Sequence[tuple[Submission, Submission]],
    own: Mapping[Moment, Sequence[Submission]],
) -> Knowledge | None:
    questions: dict[str, Asked] = {}
    moments: dict[str, frozenset[Moment]] = {}
    for moment, one in asked:
        if moment != "follow_up" and isinstance(one.question, SingleChoice) and one.question.right:
            questions[one.name] = one
            moments[one.name] = moments.get(one.name, frozenset()) | {moment}
    if not questions:
        return None
    is_joined = len(pairs) >= LEAST
    before = [one for one, _ in pairs] if is_joined else own["before"]
    after = [one for _, one in pairs] if is_joined else own["after"]
    shares = {name: _share(one, before, after, moments[name], is_joined) for name, one in questions.items()}
    shown = [questions[name] for name, share in shares.items() if share.is_shown]

    def total(wanted: Iterable[Asked]) -> Share:
        parts = [shares[one.name] for one in wanted]
        parts = [one for one in parts if len(one.moments) == 2] or parts  # only the same questions can be compared
        befores = [one.before for one in parts if "before" in one.moments]
        afters = [one.after for one in parts if "after" in one.moments]
        asked = frozenset(moment for one in parts for moment in one.moments)
        return Share(_mean_of_all(befores), _mean_of_all(afters), asked)

    def by_procedure(wanted: Iterable[str]) -> list[Asked]:
        guides = set(wanted)
        return [one for one in shown if getattr(one.question, "procedure", None) in guides]

    guides = dict.fromkeys(one.question.procedure for one in shown if isinstance(one.question, SingleChoice))
    steps: dict[tuple[str, str], list[Asked]] = {}
    for one in shown:
        if isinstance(one.question, SingleChoice) and one.question.procedure and one.question.step:
            steps.setdefault((one.question.procedure, one.question.step), []).append(one)
    sessions = {
        session.id: by_procedure(guide for guide in guides if guide and session in taught_in(workshop, guide))
        for session in workshop.sessions
    }
    return Knowledge(
        is_joined=is_joined,
        people={"before": len(before), "after": len(after)},
        questions=tuple((questions[name], share) for name, share in shares.items()),
        procedures={guide: total(by_procedure([guide])) for guide in guides if guide},
        steps={step: total(found) for step, found in steps.items()},
        sessions={id: total(found) for id, found in sessions.items() if found},
        score=_score([one.name for one in shown], questions, before, after, is_joined),
    )


def _mean_of_all(parts: Sequence[float | None]) -> float | None:
    """Give the mean; None if a part is hidden, for the rest would tell it."""
    found = [one for one in parts if one is not None]
    return statistics.fmean(found) if found and len(found) == len(parts) else None


def _share(
    asked: Asked,
    before: Sequence[Submission],
    after: Sequence[Submission],
    moments: frozenset[Moment],
    is_joined: bool,
) -> Share:
    """Give the share of right answers among those who were asked; no answer is no right one."""
    if is_joined and len(moments) == 2:
        both = [
            at
            for at, two in enumerate(zip(before, after, strict=True))
            if all(asked.name in one.columns for one in two)
        ]
        before, after = [before[at] for at in both], [after[at] for at in both]
    right = [_right(asked, [one for one in found if asked.name in one.columns]) for found in (before, after)]
    return Share(right[0], right[1], moments)


def _right(asked: Asked, found: Sequence[Submission]) -> float | None:
    return sum(_is_right(asked, one) for one in found) / len(found) if len(found) >= LEAST else None


def _is_right(asked: Asked, one: Submission) -> bool:
    return one.answers.get(asked.name) == getattr(asked.question, "right", None)


def _score(
    shown: Iterable[str],
    questions: Mapping[str, Asked],
    before: Sequence[Submission],
    after: Sequence[Submission],
    is_joined: bool,
) -> Score | None:
    """Give the score over the questions that everybody was asked: other scores could not be compared."""
    groups = [group for group in (before, after) if len(group) >= LEAST]
    common = [questions[name] for name in shown if all(name in one.columns for group in groups for one in group)]
    if not groups or not common:
        return None

    def scores(found: Sequence[Submission]) -> list[float]:
        return [100 * sum(_is_right(asked, one) for asked in common) / len(common) for one in found]

    def mean(found: Sequence[float]) -> float | None:
        return statistics.fmean(found) if len(found) >= LEAST else None

    befores, afters = scores(before), scores(after)
    return Score(
        questions=len(common),
        before=mean(befores),
        after=mean(afters),
        reached_before=mean([one >= ENOUGH for one in befores]),
        reached_after=mean([one >= ENOUGH for one in afters]),
        interval=_within_reach(interval([b - a for a, b in zip(befores, afters, strict=True)])) if is_joined else None,
    )


def _within_reach(found: tuple[float, float]) -> tuple[float, float]:
    """Cut an interval at the gains that are possible: nobody can win or lose more than all points."""
    low, high = found
    return max(low, -100.0), min(high, 100.0)
