"""Slides of a case: the story, a question at each turn with the key behind it, the path, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase

from handbook_builder.graph import Edge, FlowGraph
from handbook_builder.model.steps import End, Referral
from handbook_builder.slides.deck import Item, Items, Line, Path, Reveal, Slide, Stop, Text
from handbook_builder.slides.fit import fits
from handbook_builder.slides.guides import GuideSlides
from handbook_builder.training.cases import Case, Turn


class CaseSlides(GuideSlides):
    """Makes the slides of cases; the key of each is computed."""

    def case_title(self, case: Case) -> Line:
        """Name a case; one without a story says that it was made from the path."""
        if case.is_generated:
            return (self.word("deck_generated", n=case.id.rpartition("-")[2]),)
        return self.labelled("deck_case", self.said(case.scenario.title))

    def case(self, graph: FlowGraph, case: Case) -> Iterator[Slide]:
        """Tell a case, ask at each question, then show its path and how it ends."""
        title = self.case_title(case)
        id = f"case-{case.id.replace('/', '--')}"
        story = self.line(case.scenario.story) if case.scenario.story else (self.word("deck_no_story"),)
        from_guide = self.labelled("deck_from", *self.name(case.guide))
        yield self.slide(id, "case", title, Text(story, "lead"), Text(from_guide, "small"), note="deck_note_story")
        for number, turn in enumerate(case.turns, 1):
            yield self.question(graph, turn, title, f"{id}-{number}")
        path = (*title, self.plain(": "), self.word("deck_case_path"))
        yield self.slide(f"{id}-path", "path", path, self.path(graph, case), note="deck_note_path")
        yield self.result(case, (*title, self.plain(": "), self.word("deck_case_end")), f"{id}-end")

    def question(self, graph: FlowGraph, turn: Turn, case: Line, id: str) -> Slide:
        """Ask what one does; the answer taken, its reason and source come when the group has answered."""
        step = turn.question
        options = [(f"{letter(at)})", choice) for at, choice in enumerate(step.choices)]
        taken = next((mark, one) for mark, one in options if turn.taken.choice and one.id == turn.taken.choice.id)
        key = self.labelled("deck_answer", self.plain(f"{taken[0]} "), self.answer(taken[1]))
        place = (
            *self.name(graph.guide),
            self.plain(", "),
            self.word("step"),
            self.plain(f" {graph.places[step.id] + 1}"),
        )
        source = self.joined([place, *([self.cite(step.sources)] if step.sources else [])], "; ")
        reasons = [
            self.labelled(name, self.said(wording))
            for name in ("warning", "note", "tip")
            if (wording := getattr(step, name))
        ]
        reasons.append(self.labelled("deck_source", *source))
        shown = Items(tuple(Item((self.answer(one),), mark) for mark, one in options))
        title, whose = (self.step(step),), Text(case, "small")
        # The group answers with the answers before its eyes: what has no room beside them is for the trainer to say.
        for most in range(len(reasons), -1, -1):
            hidden = Reveal((Text(key), *(Text(one, "small") for one in reasons[:most])))
            notes = (key, *reasons[most:])
            slide = self.slide(id, "question", title, whose, shown, hidden, notes=notes, note="deck_note_question")
            if fits(slide):
                break
        return slide

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
        referrals = dict.fromkeys(step.to for step in case.steps if isinstance(step, Referral))
        services = [handbook.services[one] for one in referrals if one in handbook.services]
        forms = dict.fromkeys(id for step in case.steps for id in step.forms if id in handbook.forms)
        rows = (
            ("refer_to", [self.line(one.name) for one in services]),
            ("uses_forms", [self.line(handbook.forms[one].title) for one in forms]),
        )
        items += [Item(self.labelled(label, *self.joined(found, "; "))) for label, found in rows if found]
        return self.slide(
            id, "case", title, Text((self.step(last),), "lead"), Items(tuple(items)), note="deck_note_result"
        )


def letter(at: int) -> str:
    """Give the letter of an answer."""
    return ascii_lowercase[at] if at < len(ascii_lowercase) else str(at + 1)
