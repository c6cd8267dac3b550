"""The calendar of reviews, read as strictly as RFC 5545 writes it."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from handbook_builder.load import load_handbook
from handbook_builder.render.manual import manual_of
from tests.controlled import base, states
from tests.manuals import edit

_LINE = re.compile(r"(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z0-9-]+=[^\x00-\x08\x0a-\x1f\x7f\";:,]+)*):(?P<value>.*)")
_TEXT = re.compile(r"(?:[^\x00-\x08\x0a-\x1f\x7f\\;,]|\\[\\;,nN])*")


def events(content: bytes) -> list[dict[str, str]]:
    """Read a calendar; every departure from the standard fails."""
    assert content.endswith(b"\r\n") and not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    lines = content.split(b"\r\n")[:-1]
    assert all(0 < len(line) <= 75 for line in lines)
    for line in lines:
        line.decode("utf-8")  # no character is cut in two
    unfolded = content.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]
    found: list[dict[str, str]] = []
    properties = [match for line in unfolded if (match := _LINE.fullmatch(line))]
    assert len(properties) == len(unfolded)
    names = [(one["name"], one["value"]) for one in properties]
    assert names[:2] == [("BEGIN", "VCALENDAR"), ("VERSION", "2.0")] and names[-1] == ("END", "VCALENDAR")
    assert [name for name, _ in names].count("PRODID") == 1
    event: dict[str, str] | None = None
    for one in properties[1:-1]:
        name, value = one["name"], one["value"]
        if name == "BEGIN":
            assert value == "VEVENT" and event is None
            event = {}
        elif name == "END":
            assert value == "VEVENT" and event is not None and {"UID", "DTSTAMP", "DTSTART"} <= event.keys()
            found.append(event)
            event = None
        else:
            if name in ("SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME", "UID"):
                assert _TEXT.fullmatch(value)
                value = re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)
            if name == "DTSTART":
                assert one["params"] == ";VALUE=DATE"
                datetime.datetime.strptime(value, "%Y%m%d")
            if name == "DTSTAMP":
                datetime.datetime.strptime(value, "%Y%m%dT%H%M%SZ")
            if event is not None:
                assert name not in event  # each of these may stand once
                event[name] = value
    assert event is None and len({one["UID"] for one in found}) == len(found) > 0
    return found


def calendars(root: Path) -> dict[str, bytes]:
    return {page.file: page.text.encode() for page in manual_of(load_handbook(root)[0]).calendars()}


def test_the_calendar_has_an_event_for_each_review(tmp_path: Path) -> None:
    root = states(tmp_path / "manual")
    made = calendars(root)
    assert list(made) == ["reference/reviews.ics", "reference/reviews.en.ics"]
    portuguese, english = map(events, made.values())
    assert [one["DTSTART"] for one in portuguese] == ["20260630", "20260630", "20261001", "20270110"]
    assert [one["UID"] for one in portuguese] == [one["UID"] for one in english]
    assert (
        portuguese[2]["SUMMARY"] == "Rever: BA-11 Texto queue" and english[2]["SUMMARY"] == "Review: BA-11 Text queue"
    )
    assert portuguese[2]["DTSTAMP"] == "20260201T000000Z"  # the approval, its last day told
    assert portuguese[2]["DESCRIPTION"].split("\n") == [
        "Versão: 1.0.0",
        "Estado: Aprovado",
        "Responsável: Coordenação",
    ]
    assert calendars(root) == made


def test_an_event_is_known_again_when_its_day_moves_and_in_no_other_manual(tmp_path: Path) -> None:
    root = states(tmp_path / "manual")
    (first,) = [one for one in events(calendars(root)["reference/reviews.ics"]) if "queue" in one["SUMMARY"]]
    edit(root / "procedures/reception/queue.yml", "review_by: 2026-10-01", "review_by: 2028-10-01")
    edit(root / "procedures/reception/queue.yml", "Texto queue", "Outro nome")
    (moved,) = [one for one in events(calendars(root)["reference/reviews.ics"]) if "Outro" in one["SUMMARY"]]
    assert moved["UID"] == first["UID"] and moved["DTSTART"] == "20281001"
    edit(root / "handbook.yml", "pt: Manual do Banco Alimentar Comunitário", "pt: Outro manual")
    assert moved["UID"] not in {one["UID"] for one in events(calendars(root)["reference/reviews.ics"])}


def test_long_names_and_signs_are_folded_and_escaped(tmp_path: Path) -> None:
    root = states(tmp_path / "manual")
    name = "Ação; «prazos, datas» e C:\\\\x — " + "não é à toa que está aqui € 𝛼 " * 6
    edit(root / "procedures/reception/queue.yml", "{pt: Texto queue, en: Text queue}", f'{{pt: "{name}", en: "\\t"}}')
    portuguese, english = map(events, calendars(root).values())
    shown = name.replace("\\\\", "\\").strip()
    assert f"Rever: BA-11 {shown}" in {one["SUMMARY"] for one in portuguese}
    assert f"Review: BA-11 {shown}" in {one["SUMMARY"] for one in english}


def test_without_reviews_there_is_no_calendar(tmp_path: Path) -> None:
    root = base(tmp_path / "manual")
    assert calendars(root) == {}
    (page,) = [one for one in manual_of(load_handbook(root)[0]).pages() if one.file == "reference/reviews.md"]
    assert ".ics" not in page.text
