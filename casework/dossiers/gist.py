"""What is asked of an issued version at every view, without its frozen text: megabytes that a page of a portal never shows.

It is made from the snapshots whenever they are kept, and says nothing that they do not say.
"""

from collections.abc import Mapping
from typing import Any

from casework.dossiers.content import Snapshot
from casework.dossiers.models import DossierVersion
from casework.evidence.leaving import givers_in
from casework.vocabulary import ConsentScope


def gist_of(snapshots: Mapping[str, Snapshot]) -> dict[str, Any]:
    """For `DossierVersion.gist`."""
    first = snapshots.get("en") or next(iter(snapshots.values()))
    return {
        "witnesses": sorted(printed_witnesses(first)),
        "consent": list(first.profile.consent),
        "case": first.cover.case_ref,
        "standards": {language: one.cover.standard for language, one in snapshots.items()},
    }


def printed_witnesses(snapshot: Snapshot) -> set[str]:
    """The codes of everybody whose statement or exhibit a snapshot prints, or rests on without printing it."""
    gave = {code for one in snapshot.exhibits if not one.is_quarantined for code in givers_in(one.source)}
    return gave | {statement.witness for statement in snapshot.statements} | set(snapshot.rests_on)


def rests_on(version: DossierVersion) -> set[str]:
    """The codes of everybody whose consent a version needs."""
    return set(version.gist["witnesses"])


def further_scopes(version: DossierVersion) -> tuple[ConsentScope, ...]:
    """The uses that its profile asks of each of them besides the one for its addressee."""
    return tuple(ConsentScope(one) for one in version.gist["consent"])


def standard(version: DossierVersion) -> str:
    """The standard of proof as its cover prints it."""
    return str(version.gist["standards"][version.languages[0]])
