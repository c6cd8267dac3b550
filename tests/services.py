"""A small manual with services of all sorts, and a link to one of them."""

from __future__ import annotations

import datetime
from pathlib import Path

from handbook_builder.model.registers import CONFIRMED_FOR

TODAY = datetime.date.today()
"""Browsers judge confirmations by the day of reading, so that these tests go by the calendar too."""

OLD = TODAY - CONFIRMED_FOR - datetime.timedelta(days=1)
"""A confirmation of that day does not hold any more."""

LINKING = """\
id: linking
title: {pt: Com ligação, en: With a link}
owner: volunteer
control: {version: 0.1.0, status: draft}
steps:
  - id: tell
    do: {pt: "Fale da [linha](service:night-line).", en: "Speak of the [line](service:night-line)."}
  - id: finish
    end: {pt: Fim., en: End.}
    outcome: resolved
"""

REGISTER = f"""\
services:
  - id: night-line
    name: {{pt: Linha da noite, en: Night line}}
    acronym: LDN
    does: {{pt: Atende à noite e dá conselhos., en: Answers at night and gives advice.}}
    needs: [danger]
    areas: [north]
    channels: [{{kind: phone, value: '808 257 257'}}, {{kind: sms, value: '3060'}}]
    at_hand: urgent
    confidence: dated
  - id: police
    name: {{pt: Polícia, en: Police}}
    does: {{pt: Protege., en: Protects.}}
    needs: [danger, money]
    areas: [everywhere]
    languages: [uk]
    at_hand: emergency
    verified_on: {OLD}
  - id: south-desk
    name: {{pt: Balcão do sul, en: South desk}}
    does: {{pt: Informa., en: Informs.}}
    areas: [south]
    interpreting: {{pt: A pedido., en: On request.}}
  - id: unknown-desk
    name: {{pt: Balcão incerto, en: Uncertain desk}}
    does: {{pt: Informa., en: Informs.}}
    needs: [danger]
needs:
  - {{id: danger, title: {{pt: Perigo, en: Danger}}}}
areas:
  - {{id: everywhere, title: {{pt: Todo o país, en: Whole country}}, everywhere: yes}}
  - {{id: north, title: {{pt: Norte, en: North}}}}
  - {{id: south, title: {{pt: Sul, en: South}}}}
"""


def small_manual(root: Path) -> Path:
    (root / "procedures/registers/more.yml").write_text(REGISTER, encoding="utf-8")
    (root / "procedures/reception/linking.yml").write_text(LINKING, encoding="utf-8")
    return root
