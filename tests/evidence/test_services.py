"""Describing exhibits."""

from dataclasses import replace

import pytest

from casework import audit
from casework.errors import Forbidden, Invalid, Refused, Stale
from casework.evidence import services
from casework.evidence.services import details_of
from casework.vocabulary import EvidenceType, ReviewStatus


def edit(desk, exhibit, actor=None, version=None, **said):
    return services.edit_exhibit(
        desk.session,
        actor or desk.investigator,
        case=desk.case,
        exhibit=exhibit,
        version=exhibit.version if version is None else version,
        details=replace(details_of(exhibit), **said),
    )


def test_an_edit_changes_what_is_said_and_never_the_file(desk):
    exhibit = desk.exhibit()
    before = (exhibit.sha256, exhibit.size, exhibit.filename)
    assert edit(desk, exhibit, title="New", claimed_content="A street") == ["title", "claimed_content"]
    assert (exhibit.title, exhibit.version) == ("New", 2)
    assert (exhibit.sha256, exhibit.size, exhibit.filename) == before


def test_an_edit_is_logged_by_the_names_of_the_fields_only(desk):
    exhibit = desk.exhibit()
    edit(desk, exhibit, title="Secret words")
    assert audit.entries(desk.session, action="evidence.edited")[0].facts == {"fields": ["title"]}


def test_a_stale_edit_changes_nothing(desk):
    exhibit = desk.exhibit()
    edit(desk, exhibit, title="First")
    with pytest.raises(Stale) as stale:
        edit(desk, exhibit, version=1, title="Second")
    assert stale.value.current.title == exhibit.title == "First"


def test_saving_without_a_change_is_no_version(desk):
    exhibit = desk.exhibit()
    assert edit(desk, exhibit) == []
    assert exhibit.version == 1


@pytest.mark.parametrize("status", services.LOCKED)
def test_what_a_reviewer_has_cannot_be_changed(desk, status):
    exhibit = desk.exhibit()
    exhibit.status = status
    desk.session.flush()
    with pytest.raises(Refused):
        edit(desk, exhibit, title="New")


def test_an_approved_description_that_changes_must_be_approved_again(desk):
    exhibit = desk.exhibit()
    exhibit.status = ReviewStatus.APPROVED
    desk.session.flush()
    edit(desk, exhibit, title="New")
    assert exhibit.status is ReviewStatus.DRAFT


def test_a_wrong_edit_changes_nothing(desk):
    exhibit = desk.exhibit()
    with pytest.raises(Invalid):
        edit(desk, exhibit, latitude=1.0)
    assert exhibit.latitude is None


def test_a_stranger_edits_nothing(desk):
    exhibit = desk.exhibit()
    with pytest.raises(Forbidden):
        edit(desk, exhibit, actor=desk.stranger, title="New")


def test_the_list_filters_by_type_status_and_quarantine(desk):
    desk.exhibit(b"a")
    photo = desk.exhibit(b"b", kind=EvidenceType.PHOTO)
    photo.is_quarantined = True
    desk.session.flush()

    def listed(**wanted):
        rows = desk.session.exec(services.list_exhibits(desk.session, desk.investigator, case=desk.case, **wanted))
        return [row.reference for row in rows]

    assert listed(kind=EvidenceType.PHOTO) == listed(only_quarantined=True) == ["EX-0002"]
    assert listed(status=ReviewStatus.APPROVED) == []
    assert sorted(listed()) == ["EX-0001", "EX-0002"]
