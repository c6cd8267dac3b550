"""The manual with a workshop, and its forms; a file of tests may have a manual of its own."""

from __future__ import annotations

import pytest

from handbook_builder.render.manual import Manual
from handbook_builder.training.forms import Form, forms_of
from tests.answers import trained


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Manual:
    return trained(tmp_path_factory.mktemp("trained"))


@pytest.fixture(scope="module")
def forms(manual: Manual) -> tuple[Form, ...]:
    """Give the forms of the workshop of the tests: before it, at its end, some time after."""
    return tuple(forms_of(manual.handbook.workshops["first-day"], manual.handbook))
