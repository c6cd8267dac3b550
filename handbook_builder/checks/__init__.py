"""The checks: each takes the loaded manual and finds one kind of mistake; to add one, join it to CHECKS."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence

from handbook_builder.checks import (
    control,
    flow,
    languages,
    references,
    referrals,
    registers,
    scenarios,
    translations,
    wordings,
    workshops,
)
from handbook_builder.checks.subject import Finding, Subject
from handbook_builder.model.handbook import Handbook

Check = Callable[[Subject], Iterator[Finding]]

CHECKS: Sequence[Check] = (
    references.unknown_roles,
    references.unknown_guides,
    references.unknown_services,
    references.unknown_entries,
    references.repeated_codes,
    references.unknown_groups,
    flow.repeated_step_ids,
    flow.unknown_targets,
    flow.unreachable_steps,
    flow.dead_ends,
    flow.endless_circles,
    flow.single_answers,
    flow.repeated_answers,
    flow.steps_not_for_flows,
    flow.hand_over_rings,
    referrals.referrals_without_consent,
    referrals.referrals_without_answer_time,
    scenarios.unknown_answers,
    scenarios.open_questions,
    scenarios.wrong_ends,
    scenarios.idle_answers,
    scenarios.uncovered_answers,
    wordings.unknown_languages,
    wordings.missing_source_texts,
    wordings.missing_translations,
    wordings.placeholders,
    wordings.languages_without_words,
    translations.stale_translations,
    translations.unrecorded_translations,
    languages.wrong_languages,
    languages.differing_translations,
    wordings.stray_markup,
    wordings.raw_html,
    wordings.unsafe_links,
    wordings.unknown_links,
    control.approved_without_approver,
    control.approved_without_date,
    control.approved_without_review,
    control.approved_before_1,
    control.approved_on_unverified_sources,
    control.approved_with_open_points,
    control.keys_for_other_states,
    control.dates_out_of_order,
    control.retired_incomplete,
    control.retired_in_use,
    control.consultations_over,
    control.versions_not_in_changes,
    control.overdue_reviews,
    registers.services_not_verified,
    registers.sources_without_date,
    registers.unused_entries,
    workshops.unknown_names,
    workshops.unknown_cases,
    workshops.unknown_objectives,
    workshops.times_that_do_not_add_up,
    workshops.unreviewed_versions,
    workshops.repeated_names,
    workshops.wrong_keys,
    workshops.crowded_slides,
)


def run_checks(handbook: Handbook, today: datetime.date) -> list[Finding]:
    """Run every check over the manual; ``today`` decides what is overdue. The findings are in no special order."""
    subject = Subject(handbook, today)
    return [finding for check in CHECKS for finding in check(subject)]
