"""Every migration, the oldest first."""

from types import ModuleType

from kiosk.store.migrations.versions import (
    v0001_initial,
    v0002_officers,
    v0003_difficult_cases,
    v0004_outgoing,
    v0005_arrival,
    v0006_moving_visits,
    v0007_kiosk_reports,
    v0008_roster,
    v0009_hub_refusal,
    v0010_visit_ends,
    v0011_outgoing_facts,
    v0012_new_journal,
    v0013_releases,
    v0014_drafts,
    v0015_thanks,
    v0016_hall_releases,
    v0017_questions,
    v0018_questions_at_hall,
    v0019_record_marks,
    v0020_prepared_forms,
)

ALL: tuple[ModuleType, ...] = (
    v0001_initial,
    v0002_officers,
    v0003_difficult_cases,
    v0004_outgoing,
    v0005_arrival,
    v0006_moving_visits,
    v0007_kiosk_reports,
    v0008_roster,
    v0009_hub_refusal,
    v0010_visit_ends,
    v0011_outgoing_facts,
    v0012_new_journal,
    v0013_releases,
    v0014_drafts,
    v0015_thanks,
    v0016_hall_releases,
    v0017_questions,
    v0018_questions_at_hall,
    v0019_record_marks,
    v0020_prepared_forms,
)
