"""Pages of procedures and decision trees, and the lists that lead to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handbook_builder.graph import Edge, FlowGraph, walk
from handbook_builder.model.control import ONLY_IN
from handbook_builder.model.inline import links_in, parse_inline
from handbook_builder.model.procedure import Guide, Scenario
from handbook_builder.model.steps import Step, wording_of
from handbook_builder.model.text import Wording
from handbook_builder.render import paths
from handbook_builder.render.chart import SHAPES
from handbook_builder.render.page import Page, render_page
from handbook_builder.render.words import folded
from handbook_builder.render.writer import Edition, Writer, escape


@dataclass(frozen=True)
class Case:
    """A scenario with the turns that it takes."""

    scenario: Scenario
    turns: tuple[Edge, ...]
    ends: str


def guide_page(graph: FlowGraph, edition: Edition) -> Page:
    """Write the page of a procedure or decision tree."""
    guide, handbook = graph.guide, edition.handbook
    writer = Writer(edition, paths.place_of(guide, handbook))
    return render_page(
        "guide.md.j2",
        writer,
        title=_title(guide, edition),
        source=handbook.origin(guide).file,
        description=edition.own(guide.summary),
        guide=guide,
        steps={step.id: step for step in guide.steps},
        numbers={step.id: number for number, step in enumerate(guide.steps, 1)},
        chart=paths.relative(paths.chart_file(guide, edition.suffix), writer.file),
        kinds=[kind for kind in SHAPES if any(step.kind == kind for step in guide.steps)],
        actors=_actors(graph, edition),
        jumps=_jumps(graph),
        cases=[_case(graph, scenario) for scenario in guide.scenarios],
        approval=_approval(guide, writer),
        approved=guide.control.status in ONLY_IN["approved_on"],
        successor=handbook.guide(guide.control.replaced_by or ""),
        forms=list(dict.fromkeys([*guide.forms, *(id for step in guide.steps for id in step.forms)])),
        sources=list(dict.fromkeys([*guide.sources, *(id for step in guide.steps for id in step.sources)])),
        related=[one for id in guide.related if (one := handbook.guide(id))],
        used_by=list(_users(guide, edition)),
        practices=[one for one in handbook.practices.values() if guide.id in one.procedures],
        keywords=escape(", ".join(guide.keywords.get(edition.language, ()))),
        wording_of=lambda step: wording_of(step) or Wording({}),
        has_links=lambda step: _has_links(step, edition),
    )


def _title(guide: Guide, edition: Edition) -> str:
    """Give the title that lists of pages and the search show."""
    name = edition.name(guide)
    return edition.words["retired_name"].format(name=name) if guide.control.is_retired else name


def _actors(graph: FlowGraph, edition: Edition) -> dict[str, str]:
    """Give the roles that share the steps, and the numbers of their steps; nothing where one role does them all."""
    actors: dict[str, list[int]] = {}
    for number, step in enumerate(graph.guide.steps, 1):
        if step.who and step.who in edition.handbook.roles:
            actors.setdefault(step.who, []).append(number)
    return {role: _ranges(numbers) for role, numbers in actors.items()} if len(actors) > 1 else {}


def _ranges(numbers: list[int]) -> str:
    """Write ascending numbers, three or more in a row as first and last: "1, 2, 5–9"."""
    rows: list[list[int]] = []
    for number in numbers:
        if rows and rows[-1][-1] == number - 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    return ", ".join(f"{row[0]}–{row[-1]}" if len(row) > 2 else ", ".join(map(str, row)) for row in rows)


def _jumps(graph: FlowGraph) -> dict[str, str]:
    """Give the steps that go on elsewhere than to the step below, and where."""
    return {
        edge.source: edge.target
        for edge in graph.edges
        if edge.choice is None and graph.places[edge.target] != graph.places[edge.source] + 1
    }


def _case(graph: FlowGraph, scenario: Scenario) -> Case:
    way = walk(graph, scenario)
    return Case(scenario, tuple(edge for edge in way.edges if edge.choice), way.stops_at)


def _approval(guide: Guide, writer: Writer) -> str:
    words, handbook = writer.edition.words, writer.edition.handbook
    control = guide.control
    if control.status not in ONLY_IN["approved_on"] or not control.approved_by or not control.approved_on:
        return words["not_approved"]
    approver = handbook.roles.get(control.approved_by) or handbook.services.get(control.approved_by)
    who = writer.link(approver) if approver else escape(control.approved_by)
    return words["approved_by_on"].format(who=who, date=writer.date(control.approved_on))


def _users(guide: Guide, edition: Edition) -> Iterator[tuple[Guide, str, str]]:
    """Give the guides that run, hand over to, or name this one, each once and with the strongest tie.

    The last value names the steps that run it, each with its number: "triage=4 again=9".
    """
    runs: dict[str, list[str]] = {}
    for relation in edition.manual.to(guide.id, "run"):
        runs.setdefault(relation.source, []).append(f"{relation.step.id}={relation.at + 1}")
    told: set[str] = set()
    for kind in ("run", "continue"):
        for relation in edition.manual.to(guide.id, kind):
            user = edition.handbook.guide(relation.source)
            if user and user.id not in told:
                told.add(user.id)
                yield user, kind, " ".join(runs.get(user.id, ()))
    for id in edition.handbook.related_from.get(guide.id, ()):
        other = edition.handbook.guide(id)
        if other and id not in told and id not in guide.related:
            told.add(id)
            yield other, "related", ""


def _has_links(step: Step, edition: Edition) -> bool:
    """Whether the step's own words link somewhere; as a heading shows no links, they are then said once more."""
    wording = wording_of(step)
    return wording is not None and any(links_in(parse_inline(edition.raw(wording)[0])))


def list_pages(edition: Edition) -> Iterator[Page]:
    """Write the lists of procedures (all, and by family), of decision trees, and from A to Z."""
    handbook, words = edition.handbook, edition.words
    settings = "handbook.yml" if handbook.settings.groups else "procedures"
    writer = Writer(edition, paths.PROCEDURES)
    yield render_page("procedures.md.j2", writer, title=words["procedures"], source=settings, groups=handbook.groups)
    for group in handbook.groups:
        writer = Writer(edition, paths.place_of(group, handbook))
        yield render_page(
            "group.md.j2",
            writer,
            title=edition.name(group),
            source=settings,
            heading=writer.say(group.title) or escape(group.id),
            lead=writer.say(group.summary),
            guides=handbook.procedures_in(group),
        )
    writer = Writer(edition, paths.FLOWS)
    yield render_page(
        "group.md.j2",
        writer,
        title=words["flows"],
        source="flows",
        heading=words["flows"],
        lead=words["flows_lead"],
        guides=list(handbook.flows.values()),
    )
    letters = _by_letter(edition)
    writer = Writer(edition, paths.A_Z)
    anchors = {letter: f"letter-{folded(letter)}" for letter, _ in letters}
    yield render_page("a-z.md.j2", writer, title=words["a_z"], source="procedures", letters=letters, anchors=anchors)


def _by_letter(edition: Edition) -> list[tuple[str, list[tuple[str, Guide]]]]:
    rows: list[tuple[str, str, Guide]] = []
    for guide in edition.handbook.guides:
        rows.append((edition.name(guide), "", guide))
        if not guide.control.is_retired:  # such words should lead to what replaces it
            rows.extend((word, word, guide) for word in guide.keywords.get(edition.language, ()))
    rows.sort(key=lambda row: (folded(row[0]), row[2].id))
    letters: dict[str, list[tuple[str, Guide]]] = {}
    for key, word, guide in rows:
        letters.setdefault(_first_letter(key), []).append((word, guide))
    return list(letters.items())


def _first_letter(text: str) -> str:
    """Give the letter or digit under which a name stands; quotes and other signs before it do not count."""
    return next((sign for sign in folded(text) if sign.isalnum()), "-").upper()
