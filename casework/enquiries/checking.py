"""Before an answer leaves: only codes that the body has, consent of everybody it speaks of, no name of the vault.

An answer in writing is an export. What a program cannot see (a story told again without a code or a name) is why a second
person reads it.
"""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from casework.access import hidden_from
from casework.cases.models import Case
from casework.db import UNFILTERED
from casework.dossiers import services
from casework.dossiers.delivery import WITHOUT_TEXT
from casework.dossiers.leak import find, wanted
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.printed import Printed, codes_in, printed_by
from casework.dossiers.states import DossierState
from casework.dossiers.unsearchable import individuals_meant, people_unsearchable
from casework.enquiries.models import InformationRequest
from casework.errors import Cause, Refused
from casework.i18n import _
from casework.leaks.people import names_of_case
from casework.subjects import Actor
from casework.vault import Tampered, Vault, VaultSealed

ENDPOINTS = {"W": "witnesses.show", "V": "victims.show", "P": "individuals.show"}


def together(parts: Iterable[Printed]) -> Printed:
    """What a body has in several versions. Something that one prints is not withheld by the other."""
    codes, rests, kept = set[str](), dict[str, frozenset[str]](), set[str]()
    for one in parts:
        codes |= one.codes
        kept |= one.withheld
        for reference, people in one.rests_on.items():
            rests[reference] = rests.get(reference, frozenset()) | people
    return Printed(frozenset(codes), rests, frozenset(kept - set(rests)))


def versions_of(
    session: Session, request: InformationRequest, supplement: DossierVersion | None
) -> list[DossierVersion]:
    """The version that was asked about, and the one that answers."""
    statement = select(DossierVersion).options(WITHOUT_TEXT).where(DossierVersion.id == request.dossier_version_id)
    asked = session.exec(statement, execution_options=UNFILTERED).one()
    return [asked, *([supplement] if supplement is not None and supplement.key != asked.key else [])]


def no_longer_allowed(session: Session, versions: Iterable[DossierVersion]) -> dict[str, str]:
    """Witnesses whose words or files stand in these versions and may not go to the body today: code and reason."""
    found: dict[str, str] = {}
    for version in versions:
        found |= dict(services.consent_gone(session, session.get_one(Dossier, version.dossier_id), version))
    return found


def objections(
    session: Session, request: InformationRequest, text: str, supplement: DossierVersion | None, *, is_answer: bool
) -> list[str]:
    """Why this text may not go to the body, in words. `is_answer`: it tells something; a refusal to answer may name what
    it refuses to speak of."""
    versions = versions_of(session, request, supplement)
    printed, named = together(printed_by(one) for one in versions), codes_in(text)
    found = [
        _(
            "%(code)s stands in no dossier that this body has: answer without it, or by a supplementary dossier.",
            code=code,
        )
        for code in sorted(named - printed.codes)
    ]
    if not is_answer:
        return found
    found += [
        _("%(code)s is withheld from this body: nothing may be told of it.", code=code)
        for code in sorted(named & printed.withheld)
    ]
    spoken_of = printed.witnesses_of([*request.mentions, *named])
    gone = no_longer_allowed(session, versions)
    found += [
        _("%(witness)s: %(why)s The question or the answer speaks of them.", witness=code, why=gone[code])
        for code in sorted(spoken_of & set(gone))
    ]
    return found


def names_in(session: Session, vault: Vault, case: Case, text: str) -> set[str]:
    """Codes of the people of the case whose names a text holds. Raises VaultSealed, Tampered."""
    names = names_of_case(session, vault, case.key, individuals_meant(session, case))
    return {hit.owner for hit in find(text, wanted(names), "")}


def refuse_names(session: Session, vault: Vault, case: Case, text: str, *, is_vouched: bool) -> None:
    """Raise Refused naming whose name is in it, when it could not be searched, or when custodians hold names and nobody
    vouches for them."""
    try:
        owners = sorted(names_in(session, vault, case, text))
    except (VaultSealed, Tampered):
        raise Refused(
            _("The search for names could not run: the vault is sealed. Nothing leaves unsearched.")
        ) from None
    causes = [
        Cause(
            _("The name of %(owner)s stands in the text.", owner=owner), None, ENDPOINTS.get(owner[0]),
            {"ref": owner} if owner.startswith("P") else {"case_ref": case.reference, "ref": owner},
        )
        for owner in owners
    ]  # fmt: skip
    if causes:
        raise Refused(causes[:50])
    if people_unsearchable(session, vault, case) and not is_vouched:
        raise Refused(
            _("Custodians hold names that this machine cannot look for. Confirm that you read the text for them.")
        )


def newest_of(session: Session, dossier_id: int, *, issued: bool) -> DossierVersion | None:
    """The newest version of a dossier, or the newest that stands as issued."""
    statement = select(DossierVersion).options(WITHOUT_TEXT).where(DossierVersion.dossier_id == dossier_id)
    if issued:
        statement = statement.where(DossierVersion.state == DossierState.ISSUED)
    return session.exec(statement.order_by(col(DossierVersion.number).desc()).limit(1)).first()


def hidden_codes(session: Session, actor: Actor, case: Case) -> frozenset[str]:
    """Codes of people whom this reader may not know of: a warning about a name would tell."""
    return hidden_from(session, actor).of_case(case.key)
