"""Makes decks: takes a workshop or a guide in one edition, gives its slides. The key of each case is computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from string import ascii_lowercase

from handbook_builder.graph import Edge, FlowGraph
from handbook_builder.model.inline import parse_inline, plain_text
from handbook_builder.model.procedure import Guide
from handbook_builder.model.steps import Choice, Decision, End, Referral, Run, Step
from handbook_builder.model.text import Wording
from handbook_builder.model.workshop import Activity, Session, Workshop
from handbook_builder.render.writer import Edition, as_seen
from handbook_builder.slides.deck import (
    Block,
    Chapter,
    Chart,
    Deck,
    Item,
    Items,
    Kind,
    Line,
    Path,
    Reveal,
    Said,
    Slide,
    Stop,
    Table,
    Text,
)
from handbook_builder.slides.fit import on_slides
from handbook_builder.training.cases import Case, Turn, case_of, generated_cases
from handbook_builder.training.programme import Slot, programme

MOST_CASES = 3
"""Cases on the slides of a guide, which may have twenty: those that practise most answers. All are on its page."""


def workshop_deck(workshop: Workshop, edition: Edition, graphs: Mapping[str, FlowGraph]) -> Deck:
    """Make the deck of a workshop."""
    return _Maker(edition, graphs).workshop(workshop)


def guide_deck(graph: FlowGraph, edition: Edition) -> Deck:
    """Make the deck of a procedure or decision tree."""
    return _Maker(edition, {graph.guide.id: graph}).guide(graph)


@dataclass
class _Maker:
    """Makes the slides of one deck; remembers what it has cited, and which charts it has shown."""

    edition: Edition
    graphs: Mapping[str, FlowGraph]
    cited: dict[str, None] = field(default_factory=dict)
    charts: set[str] = field(default_factory=set)

    # What is said

    def word(self, name: str, **values: object) -> Said:
        """Give words of the interface."""
        return Said(self.edition.words[name].format(**values), self.edition.spoken)

    def said(self, wording: Wording | None) -> Said:
        """Give an author's words, and the language they are in."""
        if wording is None:
            return Said("", self.edition.language)
        return Said(as_seen(self.edition.text(wording)), self.edition.raw(wording)[1])

    def line(self, wording: Wording | None) -> Line:
        """Give an author's words as a line."""
        return (self.said(wording),)

    def plain(self, text: str) -> Said:
        """Give what is the same in every language."""
        return Said(text, self.edition.spoken)

    def labelled(self, label: str, *parts: Said) -> Line:
        """Give words with the name of what they are before them."""
        return (Said(f"{self.edition.words[label]}: ", self.edition.spoken), *parts)

    def name(self, guide: Guide) -> Line:
        """Give the code and title of a guide."""
        return (self.plain(f"{as_seen(guide.code)} "), self.said(guide.title)) if guide.code else self.line(guide.title)

    def joined(self, lines: Iterable[Line], mark: str) -> Line:
        """Join lines by a mark."""
        parts: list[Said] = []
        for line in lines:
            parts += [self.plain(mark)] if parts else []
            parts += line
        return tuple(parts)

    def answer(self, choice: Choice) -> Said:
        """Give the words of an answer."""
        return self.said(choice.answer) if choice.answer is not None else self.word(choice.id)

    def step(self, step: Step) -> Said:
        """Give the words of a step."""
        wording = self.edition.step_wording(step)
        return self.said(wording) if wording else self.plain(self.edition.step_text(step))

    def cite(self, ids: Iterable[str]) -> Line:
        """Name sources with the date of what they say, and remember them for the last slide."""
        lines = []
        for id in ids:
            self.cited[id] = None
            source = self.edition.handbook.sources.get(id)
            if source is None:
                lines.append((self.plain(id),))
            else:
                dated = (self.plain(f" ({source.published})"),) if source.published else ()
                lines.append((self.said(source.title), *dated))
        return self.joined(lines, "; ")

    # Decks

    def workshop(self, workshop: Workshop) -> Deck:
        """Make the deck of a workshop."""
        guides = [one for id in workshop.taught if (one := self.edition.handbook.guide(id))]
        can = Items(tuple(Item(self.line(one.can)) for one in workshop.objectives))
        chapters = [
            self.chapter(
                self.line(workshop.title),
                self.cover(workshop),
                self.slide("objectives", "points", "deck_objectives", can, note="deck_note_objectives"),
                self.agenda(workshop),
            )
        ]
        number, all = 0, sum(not session.pause for session in workshop.sessions)
        for slot in programme(workshop):
            number += not slot.session.pause
            place = (self.word("deck_session", n=number, all=all), self.plain(". "), self.time(slot))
            slides = self.pause(slot) if slot.session.pause else self.session(workshop, slot.session, place)
            chapters.append(self.chapter(self.line(slot.session.title), *slides))
        where = Items(tuple(Item(self.name(one)) for one in guides))
        chapters.append(
            self.chapter(
                (self.word("deck_take_away"),),
                self.slide("take-away", "points", "deck_take_away", can, note="deck_note_take_away"),
                *([self.slide("where", "points", "deck_where", where, note="deck_note_where")] if guides else ()),
                *self.sources(),
            )
        )
        return self.deck(workshop, chapters)

    def guide(self, graph: FlowGraph) -> Deck:
        """Make the deck of a procedure or decision tree."""
        guide = graph.guide
        facts = tuple(
            Item(self.labelled(name, self.said(wording)))
            for name in ("trigger", "purpose", "scope")
            if (wording := getattr(guide, name))
        )
        about = [self.slide("about", "points", "deck_about", Items(facts), note="deck_note_about")] if facts else ()
        never = Items(tuple(Item(self.line(step.warning)) for step in guide.steps if step.warning))
        ends = Items(tuple(self.end(graph, step) for step in guide.steps if isinstance(step, End)))
        self.cite(guide.sources)
        chapters = [
            self.chapter(self.line(guide.title), self.cover(guide), *about),
            self.chapter((self.word("steps"),), *self.taught(graph)),
            *(self.chapter(self.case_title(case), *self.case(case)) for case in chosen_cases(graph)),
        ]
        closing = [self.slide("ends", "points", "outcomes", ends, note="deck_note_ends")] if ends.items else []
        if never.items:
            closing.append(self.slide("take-away", "points", "deck_never", never, note="deck_note_take_away"))
        chapters.append(self.chapter((self.word("deck_take_away"),), *closing, *self.sources()))
        return self.deck(guide, chapters)

    def deck(self, item: Workshop | Guide, chapters: Iterable[Chapter]) -> Deck:
        """Put the chapters of an item together."""
        source = self.edition.handbook.origin(item).file
        return Deck(item.kind, item.id, self.said(item.title), self.edition.spoken, source, tuple(_distinct(chapters)))

    def chapter(self, title: Line, *slides: Slide) -> Chapter:
        """Put slides together, those with too much on them cut into several."""
        return Chapter(title, tuple(one for slide in slides for one in on_slides(slide)))

    def slide(
        self, id: str, kind: Kind, title: str | Line, *blocks: Block, notes: Iterable[Line] = (), note: str = ""
    ) -> Slide:
        """Make a slide; its title and its last note may be words of the interface, by name."""
        line = (self.word(title),) if isinstance(title, str) else title
        return Slide(id, kind, line, blocks, (*notes, *([(self.word(note),)] if note else ())))

    # Slides

    def cover(self, item: Workshop | Guide) -> Slide:
        """Say what it is, how far it can be trusted, and which version it is."""
        control, words = item.control, self.edition.words
        blocks = [Text(self.line(item.summary), "lead")] if item.summary else []
        if f"{control.status}_notice" in words.table:
            notice = plain_text(parse_inline(words[f"{control.status}_notice"]))
            blocks.append(Text((self.plain(notice),), "warning"))
        version = [self.plain(f"{as_seen(item.code)} · ")] if item.code else []
        version += [self.word("version"), self.plain(f" {control.version} · "), self.word(control.status)]
        version += [self.plain(f" · {words.date(control.change.date)}")] if control.change else []
        return self.slide(
            "cover", "cover", self.line(item.title), *blocks, Text(tuple(version)), note="deck_note_cover"
        )

    def agenda(self, workshop: Workshop) -> Slide:
        """List the sessions with the times at which they begin."""
        rows = []
        for slot in programme(workshop):
            length = (self.word("deck_minutes", n=slot.session.minutes),)
            rows.append(((self.plain(slot.begins),), self.line(slot.session.title), length))
        head = ((self.word("deck_time"),), (self.word("deck_part"),), (self.word("deck_length"),))
        return self.slide("agenda", "points", "deck_agenda", Table(head, tuple(rows)), note="deck_note_agenda")

    def time(self, slot: Slot) -> Said:
        """Say from when to when a session goes."""
        return self.word("deck_note_time", start=slot.begins, end=slot.ends, n=slot.session.minutes)

    def pause(self, slot: Slot) -> Iterator[Slide]:
        """Say how long the break is."""
        session, time = slot.session, Text((self.time(slot),), "lead")
        hints = [self.line(session.notes)] if session.notes else []
        yield self.slide(session.id, "pause", self.line(session.title), time, notes=hints, note="deck_note_pause")

    def session(self, workshop: Workshop, session: Session, place: Line) -> Iterator[Slide]:
        """Open a session, teach, let people practise, and talk about it."""
        id, handbook = session.id, self.edition.handbook
        can = {one.id: one.can for one in workshop.objectives}
        aims = [Item(self.line(can[one])) for one in session.objectives if one in can]
        guides = [one for name in session.procedures if (one := handbook.guide(name))]
        blocks: list[Block] = [Text(place, "lead")]
        blocks += [Items(tuple(aims))] if aims else []
        blocks += [Text(self.labelled("deck_teaches", *self.joined(map(self.name, guides), "; ")))] if guides else []
        notes = [place, *([self.line(session.notes)] if session.notes else [])]
        yield self.slide(id, "points", self.line(session.title), *blocks, notes=notes)
        for slide in session.slides:
            lead = [Text(self.line(slide.lead), "lead")] if slide.lead else []
            points = [Items(tuple(Item(self.line(point)) for point in slide.points))] if slide.points else []
            cited = [Text(self.labelled("sources", *self.cite(slide.sources)), "small")] if slide.sources else []
            said = [self.line(slide.notes)] if slide.notes else []
            yield self.slide(f"{id}-{slide.id}", "points", self.line(slide.title), *lead, *points, *cited, notes=said)
        for guide in guides:
            yield from self.taught(self.graphs[guide.id])
        activity = session.activity
        if activity:
            yield self.activity(id, activity)
        for name in session.cases:
            if (case := self.case_named(name)) is not None:
                yield from self.case(case)
        if activity and activity.debrief:
            talk = Text(self.line(activity.debrief), "lead")
            yield self.slide(f"{id}-debrief", "points", "deck_debrief", talk, note="deck_note_debrief")

    def activity(self, id: str, activity: Activity) -> Slide:
        """Say what people do."""
        task = Text(self.line(activity.task), "lead")
        steps = Items(tuple(Item(self.line(one), number=f"{n}.") for n, one in enumerate(activity.steps, 1)))
        title = (self.word("deck_activity"), self.plain(": "), self.word(f"deck_how_{activity.how}"))
        blocks = (task, steps) if steps.items else (task,)
        return self.slide(f"{id}-activity", "points", title, *blocks, note="deck_note_activity")

    def taught(self, graph: FlowGraph) -> Iterator[Slide]:
        """Show the chart of a guide once, then its steps."""
        guide, words = graph.guide, self.edition.words
        if guide.id in self.charts:
            return
        yield self.chart(graph)
        items = tuple(self.item(graph, number, step) for number, step in enumerate(guide.steps, 1))
        name = words["tree_steps" if guide.kind == "flow" else "steps"]
        title = (*self.name(guide), self.plain(f": {name}"))
        yield self.slide(f"{guide.id}-steps", "steps", title, Items(items), note="deck_note_steps")

    def chart(self, graph: FlowGraph) -> Slide:
        """Show a chart as a whole."""
        guide = graph.guide
        self.charts.add(guide.id)
        described = self.word(
            "deck_chart_description",
            steps=len(guide.steps),
            decisions=sum(isinstance(step, Decision) for step in guide.steps),
            ends=sum(isinstance(step, End) for step in guide.steps),
        )
        name = Said(self.edition.chart_name(guide), self.edition.raw(guide.title)[1])
        chart = Chart(graph, name, described)
        return self.slide(f"{guide.id}-chart", "chart", self.name(guide), chart, note="deck_note_chart")

    def item(self, graph: FlowGraph, number: int, step: Step) -> Item:
        """Tell a step: what is done, by whom, where it leads; and to the trainer what helps to explain it."""
        words, handbook = self.edition.words, self.edition.handbook
        more = [Text(line, "small") for line in self.leads(graph, step) if line]
        facts = [self.line(handbook.roles[step.who].title)] if step.who and step.who in handbook.roles else []
        facts += [self.labelled("within", self.plain(words.duration(step.within)))] if step.within else []
        more[:0] = [Text(self.joined(facts, " · "), "small")] if facts else []
        if step.warning:
            more.append(Text(self.labelled("warning", self.said(step.warning)), "warning"))
        notes = tuple(
            (self.word("step"), self.plain(f" {number}. "), *self.labelled(name, self.said(wording)))
            for name in ("note", "tip")
            if (wording := getattr(step, name))
        )
        self.cite(step.sources)
        return Item((self.step(step),), f"{number}.", tuple(more), notes, f"{graph.guide.id}--{step.id}")

    def leads(self, graph: FlowGraph, step: Step) -> Iterator[Line]:
        """Say where a step leads."""
        handbook = self.edition.handbook
        match step:
            case Decision():
                ways = (
                    (self.answer(edge.choice), self.plain(f" → {graph.places[edge.target] + 1}"))
                    for edge in graph.ways_from[step.id]
                    if edge.choice
                )
                yield self.joined(ways, " · ")
            case Referral():
                service = handbook.services.get(step.to)
                yield self.labelled("refer_to", self.said(service.name) if service else self.plain(step.to))
            case Run():
                yield self.joined((self.name(one) for id in [step.run] if (one := handbook.guide(id))), "")
            case End():
                yield self.labelled("deck_outcome", self.word(f"outcome_{step.outcome}"))
        edge = next((one for one in graph.ways_from[step.id] if one.choice is None), None)
        if edge and graph.places[edge.target] != graph.places[step.id] + 1:
            yield (self.word("deck_go_on", n=graph.places[edge.target] + 1),)

    def end(self, graph: FlowGraph, step: End) -> Item:
        """Tell an end with its outcome."""
        outcome = (self.plain(" ("), self.word(f"outcome_{step.outcome}"), self.plain(")"))
        return Item((self.step(step), *outcome), f"{graph.places[step.id] + 1}.")

    def sources(self) -> Iterator[Slide]:
        """List all sources cited, with their dates and how far they can be trusted."""
        items = tuple(Item(self.source(id)) for id in self.cited)
        if items:
            yield self.slide("sources", "sources", "sources", Items(items), note="deck_note_sources")

    def source(self, id: str) -> Line:
        """Tell a source, of which day it speaks, and when it was read."""
        words, source = self.edition.words, self.edition.handbook.sources.get(id)
        if source is None:
            return (self.plain(id),)
        facts = [source.published or words["undated" if source.undated else "no_date"]]
        facts += [words["seen_on"].format(date=words.date(source.seen_on))] if source.seen_on else []
        facts += [words[f"confidence_{source.confidence}"]] if source.confidence != "verified" else []
        return (self.said(source.title), self.plain(f" ({'; '.join(facts)})"))

    # Cases

    def case_named(self, name: str) -> Case | None:
        """Find a worked case by its procedure and id."""
        guide, _, id = name.partition("/")
        graph = self.graphs.get(guide)
        scenarios = graph.guide.scenarios if graph else ()
        return next((case_of(graph, one) for one in scenarios if one.id == id), None) if graph else None

    def case_title(self, case: Case) -> Line:
        """Name a case; one without a story says that it was made from the path."""
        if case.is_generated:
            return (self.word("deck_generated", n=case.id.rpartition("-")[2]),)
        return self.labelled("deck_case", self.said(case.scenario.title))

    def case(self, case: Case) -> Iterator[Slide]:
        """Tell a case, ask at each question, then show its path and how it ends."""
        graph, title = self.graphs[case.guide.id], self.case_title(case)
        id = f"case-{case.id.replace('/', '--')}"
        if case.guide.id not in self.charts:
            yield self.chart(graph)
        story = self.line(case.scenario.story) if case.scenario.story else (self.word("deck_no_story"),)
        from_guide = self.labelled("deck_from", *self.name(case.guide))
        yield self.slide(id, "case", title, Text(story, "lead"), Text(from_guide, "small"), note="deck_note_story")
        for number, turn in enumerate(case.turns, 1):
            yield self.question(graph, turn, title, f"{id}-{number}")
        yield self.slide(f"{id}-path", "path", title, self.path(graph, case), note="deck_note_path")
        yield self.result(case, title, f"{id}-end")

    def question(self, graph: FlowGraph, turn: Turn, case: Line, id: str) -> Slide:
        """Ask what one does; the answer taken, its reason and source come when the group has answered."""
        step = turn.question
        options = [(f"{letter(at)})", choice) for at, choice in enumerate(step.choices)]
        taken = next((mark, one) for mark, one in options if turn.taken.choice and one.id == turn.taken.choice.id)
        key = self.labelled("deck_answer", self.plain(f"{taken[0]} "), self.answer(taken[1]))
        reasons = [
            Text(self.labelled(name, self.said(wording)), "small")
            for name in ("warning", "note", "tip")
            if (wording := getattr(step, name))
        ]
        place = (
            *self.name(graph.guide),
            self.plain(", "),
            self.word("step"),
            self.plain(f" {graph.places[step.id] + 1}"),
        )
        source = self.joined([place, *([self.cite(step.sources)] if step.sources else [])], "; ")
        shown = Items(tuple(Item((self.answer(one),), mark) for mark, one in options))
        hidden = Reveal((Text(key), *reasons, Text(self.labelled("deck_source", *source), "small")))
        title = (self.step(step),)
        return self.slide(
            id, "question", title, Text(case, "small"), shown, hidden, notes=(key,), note="deck_note_question"
        )

    def path(self, graph: FlowGraph, case: Case) -> Path:
        """Give the steps of a case with the answers between them."""
        edges: list[Edge | None] = [*case.edges, None]
        stops = []
        for step, edge in zip(case.steps, edges, strict=True):
            answer = (self.answer(edge.choice),) if edge and edge.choice else ()
            stops.append(Stop(step.id, (self.step(step),), graph.places[step.id] + 1, edge, answer))
        return Path(graph, tuple(stops))

    def result(self, case: Case, title: Line, id: str) -> Slide:
        """Say how a case ends, whom the person was referred to, and which forms were filled in."""
        handbook, last = self.edition.handbook, case.steps[-1]
        items = (
            [Item(self.labelled("deck_outcome", self.word(f"outcome_{last.outcome}")))] if isinstance(last, End) else []
        )
        services = [
            handbook.services[step.to]
            for step in case.steps
            if isinstance(step, Referral) and step.to in handbook.services
        ]
        forms = dict.fromkeys(id for step in case.steps for id in step.forms if id in handbook.forms)
        rows = (
            ("refer_to", [self.line(one.name) for one in services]),
            ("uses_forms", [self.line(handbook.forms[one].title) for one in forms]),
        )
        items += [Item(self.labelled(label, *self.joined(found, "; "))) for label, found in rows if found]
        return self.slide(
            id, "case", title, Text((self.step(last),), "lead"), Items(tuple(items)), note="deck_note_result"
        )


def _distinct(chapters: Iterable[Chapter]) -> Iterator[Chapter]:
    """Give each slide an id of its own; a case may be taken twice, and a session be called like another slide."""
    seen: Counter[str] = Counter()
    for chapter in chapters:
        slides = []
        for slide in chapter.slides:
            seen[slide.id] += 1
            slides.append(replace(slide, id=f"{slide.id}--{seen[slide.id]}") if seen[slide.id] > 1 else slide)
        yield Chapter(chapter.title, tuple(slides))


def letter(at: int) -> str:
    """Give the letter of an answer."""
    return ascii_lowercase[at] if at < len(ascii_lowercase) else str(at + 1)


def chosen_cases(graph: FlowGraph) -> tuple[Case, ...]:
    """Choose the worked cases that together practise most answers; without any, make cases of the paths."""
    left = [case_of(graph, one) for one in graph.guide.scenarios]
    if not left:
        return tuple(islice(generated_cases(graph, ()), MOST_CASES))
    chosen: list[Case] = []
    taken: set[tuple[str, str]] = set()
    while left and len(chosen) < MOST_CASES:
        best = max(left, key=lambda case: len(_answers(case) - taken))
        left.remove(best)
        chosen.append(best)
        taken |= _answers(best)
    return tuple(chosen)


def _answers(case: Case) -> set[tuple[str, str]]:
    return {(edge.source, edge.choice.id) for edge in case.edges if edge.choice}
