"""What the report on a workshop says: takes its figures, gives sections of words, numbers, bars and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from handbook_builder.assess.figures import ENOUGH, FEW, LEAST, Distribution, Figures, Knowledge, OpenAnswers, Share
from handbook_builder.model.questionnaire import SingleChoice
from handbook_builder.model.workshop import Workshop
from handbook_builder.render.paths import place_of, step_anchor
from handbook_builder.render.questionnaires import asked_in, scale_label
from handbook_builder.render.writer import Edition
from handbook_builder.training.forms import SCALE, Moment

METHOD = "https://sphweb.bumc.bu.edu/otlt/MPH-Modules/BS/BS704_Confidence_Intervals/ada_files/ada_equation147.html"
"""Where the interval of the mean difference of pairs is explained."""


@dataclass(frozen=True)
class Bars:
    """Bars below each other, and what they show in words; each is made of parts, shares of the whole."""

    bars: tuple[tuple[float, ...], ...]
    text: str = ""


@dataclass(frozen=True)
class Link:
    """Words that lead to a place of the manual, or out of it."""

    text: str
    place: str


Cell: TypeAlias = str | Link | Bars


@dataclass(frozen=True)
class Table:
    """Rows below a head; all cells but the first are numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Points:
    """A list of texts."""

    points: tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True)
class Section:
    """A part of the report under a heading."""

    title: str
    parts: tuple[str | Link | Table | Points | Heading, ...]


def sections(figures: Figures, edition: Edition) -> Iterator[Section]:
    """Give the parts of the report in one language."""
    say = _Say(edition)
    words = edition.words
    yield Section(words["assess_answers"], tuple(_answers(figures, say)))
    if figures.ratings:
        yield Section(words["assess_ratings"], tuple(_ratings(figures, say)))
    if figures.knowledge:
        yield Section(words["assess_knowledge"], tuple(_knowledge(figures.knowledge, figures.workshop, say)))
    if figures.choices:
        yield Section(words["assess_choices"], tuple(_choices(figures, say)))
    if figures.open_answers:
        yield Section(words["assess_open"], tuple(_open(figures, say)))
    limits = tuple(words[f"assess_limit_{one}"] for one in ("choice", "few", "same", "group", "levels", "report"))
    yield Section(words["assess_limits"], (Points(limits),))
    method = words["assess_method_text"].format(least=LEAST, enough=say.percent(ENOUGH / 100))
    yield Section(words["assess_method"], (method, Link(words["assess_method_source"], METHOD)))


def title_of(figures: Figures, edition: Edition) -> str:
    return edition.words["assess_title"].format(title=edition.text(figures.workshop.title))


def lead_of(edition: Edition) -> str:
    return edition.words["assess_lead"].format(least=LEAST)


class _Say:
    """Says numbers in one language."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.words = edition, edition.words
        self.few = self.words["assess_too_few"].format(least=LEAST)

    def number(self, value: float, digits: int = 1) -> str:
        """Say a number with the decimal mark of the language and a real minus sign."""
        said = f"{value:.{digits}f}"
        said = said.removeprefix("-") if float(said) == 0 else said
        return said.replace("-", "−").replace(".", self.words["decimal_mark"])

    def percent(self, share: float | None) -> str:
        return self.few if share is None else self.words["percent"].format(n=self.number(100 * share, 0))

    def moment(self, moment: Moment) -> str:
        """Say when, at the start of a line."""
        said = self.words[f"moment_{moment}"]
        return said[0].upper() + said[1:]

    def is_hidden(self, figures: Figures, moment: Moment) -> bool:
        """Tell whether so few answered at a moment that nothing of it is shown."""
        return figures.answered[moment] < LEAST

    def gain(self, points: float | None) -> str:
        if points is None:
            return "–"
        return ("+" if round(points) > 0 else "") + self.words["points"].format(n=self.number(points, 0))


def _answers(figures: Figures, say: _Say) -> Iterator[str | Table]:
    words = say.words
    rows = tuple((say.moment(moment), str(n)) for moment, n in figures.answered.items())
    yield Table((words["assess_when"], words["assess_n"]), rows)
    if {"before", "after"} <= figures.answered.keys():
        yield words["assess_joined"].format(
            n=figures.joined,
            before=figures.answered["before"] - figures.joined,
            after=figures.answered["after"] - figures.joined,
        )
    if figures.repeated:
        yield words["assess_repeated"].format(n=figures.repeated)
    if max(figures.versions.values()) > 1:
        yield words["assess_versions"]


def _ratings(figures: Figures, say: _Say) -> Iterator[str | Table | Heading]:
    words = say.words
    lowest, highest = (scale_label(value, say.edition) for value in (SCALE[0], SCALE[-1]))
    yield words["assess_scale"].format(lowest=lowest, highest=highest)
    head = (words["assess_statement"], words["assess_n"], words["assess_mean"], words["assess_median"])
    for moment in figures.answered:
        found = [one for one in figures.ratings if one.moment == moment]
        if found and not say.is_hidden(figures, moment):
            yield Heading(say.moment(moment))
            rows = tuple(_rating(one, say) for one in found)
            yield Table((*head, _BETWEEN.join(str(value) for value in SCALE)), rows)
    yield from _hidden(figures, figures.ratings, say)


def _rating(one: Distribution, say: _Say) -> tuple[Cell, ...]:
    text = asked_in(say.edition, one.asked)
    if one.counts is None:
        return text, say.few, "–", "–", "–"
    counts = [one.counts[value] for value in SCALE]
    bars = Bars((tuple(count / one.n for count in counts),), _BETWEEN.join(map(str, counts)))
    return text, str(one.n), say.number(one.mean), say.number(one.median), bars


_BETWEEN = " · "
"""Stands between the numbers of a distribution."""


def _knowledge(knowledge: Knowledge, workshop: Workshop, say: _Say) -> Iterator[str | Table | Heading]:
    words, is_joined = say.words, knowledge.is_joined
    people = {moment: str(n) if n >= LEAST else say.few for moment, n in knowledge.people.items()}
    base = "assess_base_joined" if is_joined else "assess_base_all"
    yield words[base].format(least=LEAST, **people)

    def table(name: str, rows: Iterable[tuple[Cell, Share]]) -> Table:
        head = (words[name], *(words[f"assess_{one}"] for one in ("before", "after", "gain", "bar")))
        return Table(head, tuple((cell, *_shares(share, say, is_joined)) for cell, share in rows))

    yield words["assess_bars_knowledge"]
    if score := knowledge.score:
        before, after = (one if one is None else one / 100 for one in (score.before, score.after))
        mean = Share(before, after)
        enough = words["assess_reached"].format(share=say.percent(ENOUGH / 100))
        reached = Share(score.reached_before, score.reached_after)
        yield table("assess_total", [(words["assess_mean_score"].format(n=score.questions), mean), (enough, reached)])
        if score.interval:
            low, high = (say.gain(one) for one in score.interval)
            yield words["assess_interval"].format(low=low, high=high)
            if knowledge.people["before"] < FEW:
                yield words["assess_few"].format(n=people["before"], few=FEW)
    sessions = [session for session in workshop.sessions if session.id in knowledge.sessions]
    groups: dict[str, list[tuple[Cell, Share]]] = {
        "question": [(asked_in(say.edition, asked), share) for asked, share in knowledge.questions],
        "procedure": [(_guide(id, None, say), share) for id, share in knowledge.procedures.items()],
        "step": [(_guide(id, step, say), share) for (id, step), share in knowledge.steps.items()],
        "session": [(say.edition.text(one.title), knowledge.sessions[one.id]) for one in sessions],
    }
    for name, rows in groups.items():
        if rows:
            yield Heading(words[f"assess_{name}s"])
            yield table(f"assess_{name}", rows)


def _shares(share: Share, say: _Say, is_joined: bool) -> tuple[Cell, ...]:
    gain = None if share.gain is None or not is_joined else 100 * share.gain
    shown = tuple((one,) for one in (share.before, share.after) if one is not None)
    before, after = (
        say.percent(value) if moment in share.moments else "–"
        for moment, value in (("before", share.before), ("after", share.after))
    )
    return before, after, say.gain(gain), Bars(shown if len(shown) == 2 else ())


def _guide(id: str, step_id: str | None, say: _Say) -> Cell:
    guide = say.edition.handbook.guide(id)
    if guide is None:
        return id
    place = place_of(guide, say.edition.handbook)
    name = f"{guide.code} {say.edition.name(guide)}" if guide.code else say.edition.name(guide)
    step = guide.step(step_id) if step_id else None
    if step is None:
        return Link(name, place)
    return Link(f"{name}: {say.edition.step_text(step)}", f"{place}#{step_anchor(step.id)}")


def _choices(figures: Figures, say: _Say) -> Iterator[Table | Heading | str]:
    words = say.words
    for one in figures.choices:
        if say.is_hidden(figures, one.moment):
            continue
        yield Heading(f"{asked_in(say.edition, one.asked)} ({words[f'moment_{one.moment}']})")
        if one.counts is None:
            yield say.few
            continue
        counts = one.counts
        rows = tuple(
            (
                say.edition.text(option.text) + (f" ({words['key_right']})" if _is_right(one, option.id) else ""),
                str(counts[option.id]),
                say.percent(counts[option.id] / one.n),
                Bars(((counts[option.id] / one.n,),)),
            )
            for option in one.asked.options
        )
        people = words["assess_of"].format(n=one.n)
        yield Table((people, words["assess_n"], words["assess_share"], words["assess_bar"]), rows)
    yield from _hidden(figures, figures.choices, say)


def _is_right(one: Distribution, option: str) -> bool:
    return isinstance(one.asked.question, SingleChoice) and one.asked.question.right == option


def _open(figures: Figures, say: _Say) -> Iterator[str | Points | Heading]:
    words = say.words
    yield words["assess_open_warning"]
    for one in figures.open_answers:
        if not say.is_hidden(figures, one.moment):
            yield Heading(f"{asked_in(say.edition, one.asked)} ({words[f'moment_{one.moment}']})")
            yield say.few if one.answers is None else Points(one.answers)
    yield from _hidden(figures, figures.open_answers, say)


def _hidden(figures: Figures, found: Iterable[Distribution | OpenAnswers], say: _Say) -> Iterator[str]:
    """Say once of each moment that too few answered."""
    for moment in dict.fromkeys(one.moment for one in found):
        if say.is_hidden(figures, moment):
            yield say.words["assess_hidden"].format(least=LEAST, moment=say.words[f"moment_{moment}"])
