"""Makes decks: takes a workshop or a guide in one edition, gives its slides. The key of each case is computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from handbook_builder.graph import FlowGraph
from handbook_builder.model.inline import parse_inline, plain_text
from handbook_builder.model.procedure import Guide
from handbook_builder.model.steps import End
from handbook_builder.model.workshop import Activity, Session, Workshop
from handbook_builder.render.writer import Edition, as_seen
from handbook_builder.slides.cases import CaseSlides
from handbook_builder.slides.deck import (
    Block,
    Chapter,
    Deck,
    Item,
    Items,
    Line,
    Said,
    Slide,
    Table,
    Text,
)
from handbook_builder.slides.fit import on_slides
from handbook_builder.training.cases import Case, case_named, chosen_cases
from handbook_builder.training.programme import Slot, programme

MOST_CASES = 3
"""Cases on the slides of a guide, which may have twenty: those that practise most answers. All are on its page."""


def workshop_deck(workshop: Workshop, edition: Edition, graphs: Mapping[str, FlowGraph]) -> Deck:
    """Make the deck of a workshop."""
    return _Maker(edition, graphs=graphs).workshop(workshop)


def guide_deck(graph: FlowGraph, edition: Edition) -> Deck:
    """Make the deck of a procedure or decision tree."""
    return _Maker(edition).guide(graph)


@dataclass
class _Maker(CaseSlides):
    """Makes one deck."""

    graphs: Mapping[str, FlowGraph] = field(default_factory=dict)

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
            )
        )
        return self.deck(workshop, [*chapters, *self.annex(workshop, guides)])

    def annex(self, workshop: Workshop, guides: Iterable[Guide]) -> Iterator[Chapter]:
        """Give what a trainer turns to when it is asked for: charts and steps, the other cases, the sources."""
        for guide in guides:
            yield self.chapter(self.in_annex(self.name(guide)), *self.taught(self.graphs[guide.id]))
        for session in workshop.sessions:
            for case in self.cases_of(session)[1:]:
                slides = self.case(self.graphs[case.guide.id], case)
                yield self.chapter(self.in_annex(self.case_title(case)), *slides)
        if self.cited:
            yield self.chapter(self.in_annex((self.word("sources"),)), *self.sources())

    def in_annex(self, title: Line) -> Line:
        """Give the name of a chapter of the annex."""
        return (self.word("deck_annex"), self.plain(": "), *title)

    def cases_of(self, session: Session) -> list[Case]:
        """Give the worked cases of a session, the one to walk with all first."""
        return [case for name in session.cases if (case := case_named(self.graphs, name))]

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
            *(self.chapter(self.case_title(case), *self.case(graph, case)) for case in chosen_cases(graph, MOST_CASES)),
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

    def cover(self, item: Workshop | Guide) -> Slide:
        """Say what it is, how far it can be trusted, and which version it is."""
        control, words = item.control, self.edition.words
        blocks = [Text(self.line(item.summary), "lead")] if item.summary else []
        name = f"training_{control.status}" if isinstance(item, Workshop) else f"{control.status}_notice"
        if name in words.table:
            blocks.append(Text((self.plain(plain_text(parse_inline(words[name]))),), "warning"))
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
        activity = session.activity
        if activity:
            yield self.activity(id, activity)
        for case in self.cases_of(session)[:1]:
            yield from self.case(self.graphs[case.guide.id], case)
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


def _distinct(chapters: Iterable[Chapter]) -> Iterator[Chapter]:
    """Give each slide an id of its own; a case may be taken twice, and a session be called like another slide."""
    seen: Counter[str] = Counter()
    for chapter in chapters:
        slides = []
        for slide in chapter.slides:
            seen[slide.id] += 1
            slides.append(replace(slide, id=f"{slide.id}--{seen[slide.id]}") if seen[slide.id] > 1 else slide)
        yield Chapter(chapter.title, tuple(slides))
