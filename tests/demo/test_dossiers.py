"""D-0001 in two versions, each prepared by one person and issued by another. Typesetting itself is tested elsewhere."""

import io

import pikepdf
import pytest
from sqlmodel import Session, select

from casework.demo.dossiers import ask_for_dossiers, make_dossiers
from casework.dossiers import building, services
from casework.dossiers.models import DossierVersion
from casework.dossiers.states import DossierState
from casework.dossiers.typesetting import Body
from tests.demo.conftest import Demo

pytestmark = pytest.mark.slow


def one_page(*_args: object) -> bytes:
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(out)
    return out.getvalue()


@pytest.fixture
def versions(demo: Demo, loaded: Session, monkeypatch: pytest.MonkeyPatch) -> list[DossierVersion]:
    monkeypatch.setattr(building, "typeset", lambda work, *_more: {language: Body(one_page(), ()) for language in work})
    assert make_dossiers(demo.engine, demo.settings) == 2
    return sorted(loaded.exec(select(DossierVersion)).all(), key=lambda version: version.number)


def test_the_second_version_supersedes_the_first(demo: Demo, versions: list[DossierVersion]) -> None:
    assert [version.state for version in versions] == [DossierState.SUPERSEDED, DossierState.ISSUED]
    assert all(version.built_by != version.issued_by for version in versions)
    assert make_dossiers(demo.engine, demo.settings) == 2
    assert not ask_for_dossiers(demo.engine)


def test_what_may_not_leave_is_left_out_and_said(versions: list[DossierVersion]) -> None:
    snapshot = services.snapshot_of(versions[1], "en")
    told = {statement.ref for statement in snapshot.statements}
    assert "T-0001" in told
    assert not told & {"T-0008", "T-0012", "T-0014", "T-0016"}
    assert {"T-0008", "EX-0007"} <= {row.place for row in snapshot.redactions}
    assert versions[0].languages == ["en"]


def test_the_dossier_answers_for_the_eighth_of_march_in_all_four_ways(versions: list[DossierVersion]) -> None:
    rows = [row for row in services.snapshot_of(versions[1], "en").commands if row.incident_ref == "I-0003"]
    found = {
        (row.unit_ref, row.individual, row.certainty) for row in rows if "8 March 2025" in row.when or "7" in row.when
    }
    assert {
        ("U-0010", "P-0001", "Definitely"),
        ("U-0012", "P-0003", "Possibly"),
        ("U-0003", "–", "Not known"),
        ("U-0014", "P-0010", "Disputed"),
    } <= found
    open_end = next(row for row in rows if (row.unit_ref, row.individual) == ("U-0012", "P-0003"))
    assert "It may have ended before this day." in open_end.basis
    assert [source.ref for source in open_end.sources] == ["T-0015"]
