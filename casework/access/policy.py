"""The policy: every permission, the roles that hold it, and how far it reaches. Pure; nothing else decides.

Deny by default: what is not in the table is not allowed. Membership of the case AND the role's permission are
both needed wherever the scope is a case. No role sees case content by virtue of administering the machine.
"""

from dataclasses import dataclass
from enum import StrEnum

from casework.subjects import Actor, Role


class Scope(StrEnum):
    """How far a permission reaches."""

    OWN = "own"  # the actor's own account, home, drafts
    GLOBAL = "global"  # no case is involved
    CASE = "case"  # only in cases that the actor is a member of
    RECIPIENT = "recipient"  # only what was issued to the actor's body


class Permission(StrEnum):
    """What can be done. Each endpoint declares exactly one."""

    HOME_VIEW = "home.view"
    ACCOUNT_OWN = "account.own"
    ACCOUNT_MANAGE = "account.manage"
    CASE_LIST = "case.list"
    CASE_CREATE = "case.create"
    CASE_VIEW = "case.view"
    CASE_EDIT = "case.edit"
    CASE_MEMBERS = "case.members"
    CASE_TRAIL = "case.trail"
    COMPARTMENT_SET = "compartment.set"
    WITNESS_VIEW = "witness.view"
    WITNESS_EDIT = "witness.edit"
    IDENTITY_WRITE = "identity.write"
    IDENTITY_REVEAL = "identity.reveal"
    IDENTITY_SHRED = "identity.shred"
    WITNESS_COMPARE = "witness.compare"
    REVEAL_LIST = "reveal.list"
    REVEAL_FLAGS = "reveal.flags"
    CONSENT_RECORD = "consent.record"
    TESTIMONY_VIEW = "testimony.view"
    TESTIMONY_EDIT = "testimony.edit"
    LIKENESS_VIEW = "testimony.likeness"
    EVIDENCE_VIEW = "evidence.view"
    EVIDENCE_EDIT = "evidence.edit"
    EVIDENCE_DOWNLOAD = "evidence.download"
    EVIDENCE_HANDOVER = "evidence.handover"
    EVIDENCE_VERIFY = "evidence.verify"
    EVIDENCE_RELEASE = "evidence.release"
    INTEGRITY_CASE = "integrity.case"
    INTEGRITY_COUNTS = "integrity.counts"
    SOURCE_VIEW = "source.view"
    SOURCE_EDIT = "source.edit"
    UNIT_VIEW = "unit.view"
    UNIT_EDIT = "unit.edit"
    UNIT_EXPORT = "unit.export"
    INDIVIDUAL_REVEAL = "individual.reveal"
    INDIVIDUAL_SHRED = "individual.shred"
    INCIDENT_VIEW = "incident.view"
    INCIDENT_EDIT = "incident.edit"
    VICTIM_REVEAL = "victim.reveal"
    ALLEGATION_VIEW = "allegation.view"
    ALLEGATION_EDIT = "allegation.edit"
    LEGAL_LABEL = "allegation.legal_label"
    ANALYSIS_VIEW = "analysis.view"
    ANALYSIS_EXPORT = "analysis.export"
    QUESTION_SAVE = "question.save"
    REVIEW_VIEW = "review.view"
    REVIEW_SUBMIT = "review.submit"
    REVIEW_DECIDE = "review.decide"
    SEARCH = "search"
    LEAK_VIEW = "leak.view"
    DOSSIER_VIEW = "dossier.view"
    DOSSIER_BUILD = "dossier.build"
    DOSSIER_ISSUE = "dossier.issue"
    DOSSIER_RECEIVE = "dossier.receive"
    BAG_MAKE = "bag.make"
    RECIPIENT_MANAGE = "recipient.manage"
    JOB_VIEW = "job.view"
    AUDIT_VIEW = "audit.view"
    GRANT_LIST = "grant.list"


@dataclass(frozen=True)
class Rule:
    """Which roles hold a permission, and how far it reaches."""

    scope: Scope
    roles: frozenset[Role]


_I, _S, _C, _AU, _AD = Role.INVESTIGATOR, Role.SUPERVISOR, Role.COMMITTEE, Role.AUDITOR, Role.ADMINISTRATOR


def _rule(scope: Scope, *roles: Role) -> Rule:
    return Rule(scope, frozenset(roles))


_P = Permission
POLICY: dict[Permission, Rule] = {
    _P.HOME_VIEW: _rule(Scope.OWN, *Role),
    _P.ACCOUNT_OWN: _rule(Scope.OWN, *Role),
    _P.ACCOUNT_MANAGE: _rule(Scope.GLOBAL, _AD),
    _P.RECIPIENT_MANAGE: _rule(Scope.GLOBAL, _AD, _S),
    _P.AUDIT_VIEW: _rule(Scope.GLOBAL, _AU),
    _P.GRANT_LIST: _rule(Scope.GLOBAL, _AU, _AD),
    _P.CASE_LIST: _rule(Scope.OWN, _I, _S),
    _P.CASE_CREATE: _rule(Scope.GLOBAL, _S),
    _P.CASE_VIEW: _rule(Scope.CASE, _I, _S),
    _P.CASE_EDIT: _rule(Scope.CASE, _S),
    _P.CASE_MEMBERS: _rule(Scope.CASE, _S),
    _P.CASE_TRAIL: _rule(Scope.CASE, _I, _S),
    _P.COMPARTMENT_SET: _rule(Scope.CASE, _S),
    _P.WITNESS_VIEW: _rule(Scope.CASE, _I, _S),
    _P.WITNESS_EDIT: _rule(Scope.CASE, _I, _S),
    _P.IDENTITY_WRITE: _rule(Scope.CASE, _I, _S),
    _P.IDENTITY_REVEAL: _rule(Scope.CASE, _I, _S),
    _P.IDENTITY_SHRED: _rule(Scope.CASE, _S),
    _P.WITNESS_COMPARE: _rule(Scope.CASE, _S),
    _P.REVEAL_LIST: _rule(Scope.CASE, _S),
    _P.REVEAL_FLAGS: _rule(Scope.OWN, _S),
    _P.CONSENT_RECORD: _rule(Scope.CASE, _I, _S),
    _P.TESTIMONY_VIEW: _rule(Scope.CASE, _I, _S),
    _P.TESTIMONY_EDIT: _rule(Scope.CASE, _I, _S),
    _P.LIKENESS_VIEW: _rule(Scope.CASE, _S),
    _P.EVIDENCE_VIEW: _rule(Scope.CASE, _I, _S),
    _P.EVIDENCE_EDIT: _rule(Scope.CASE, _I, _S),
    _P.EVIDENCE_DOWNLOAD: _rule(Scope.CASE, _I, _S),
    _P.EVIDENCE_HANDOVER: _rule(Scope.CASE, _I, _S),
    _P.EVIDENCE_VERIFY: _rule(Scope.CASE, _I, _S),
    _P.EVIDENCE_RELEASE: _rule(Scope.CASE, _S),
    _P.INTEGRITY_CASE: _rule(Scope.CASE, _S),
    _P.INTEGRITY_COUNTS: _rule(Scope.GLOBAL, _AU, _AD),
    _P.SOURCE_VIEW: _rule(Scope.GLOBAL, _I, _S),
    _P.SOURCE_EDIT: _rule(Scope.GLOBAL, _I, _S),
    _P.UNIT_VIEW: _rule(Scope.GLOBAL, _I, _S),
    _P.UNIT_EDIT: _rule(Scope.GLOBAL, _I, _S),
    _P.UNIT_EXPORT: _rule(Scope.GLOBAL, _I, _S),
    _P.INDIVIDUAL_REVEAL: _rule(Scope.GLOBAL, _S),
    _P.INDIVIDUAL_SHRED: _rule(Scope.GLOBAL, _S),
    _P.INCIDENT_VIEW: _rule(Scope.CASE, _I, _S),
    _P.INCIDENT_EDIT: _rule(Scope.CASE, _I, _S),
    _P.VICTIM_REVEAL: _rule(Scope.CASE, _I, _S),
    _P.ALLEGATION_VIEW: _rule(Scope.CASE, _I, _S),
    _P.ALLEGATION_EDIT: _rule(Scope.CASE, _I, _S),
    _P.LEGAL_LABEL: _rule(Scope.CASE, _S),
    _P.ANALYSIS_VIEW: _rule(Scope.CASE, _I, _S),
    _P.ANALYSIS_EXPORT: _rule(Scope.CASE, _I, _S),
    _P.QUESTION_SAVE: _rule(Scope.CASE, _I, _S),
    _P.REVIEW_VIEW: _rule(Scope.CASE, _I, _S),
    _P.REVIEW_SUBMIT: _rule(Scope.CASE, _I, _S),
    _P.REVIEW_DECIDE: _rule(Scope.CASE, _S),
    _P.SEARCH: _rule(Scope.OWN, _I, _S),
    _P.LEAK_VIEW: _rule(Scope.CASE, _S),
    _P.DOSSIER_VIEW: _rule(Scope.CASE, _I, _S),
    _P.DOSSIER_BUILD: _rule(Scope.CASE, _S),
    _P.DOSSIER_ISSUE: _rule(Scope.CASE, _S),
    _P.DOSSIER_RECEIVE: _rule(Scope.RECIPIENT, _C),
    _P.BAG_MAKE: _rule(Scope.CASE, _S),
    _P.JOB_VIEW: _rule(Scope.OWN, _I, _S),
}


def may_ever(role: Role | None, permission: Permission) -> bool:
    """True when the role holds the permission at all, in some case or other."""
    rule = POLICY.get(permission)
    return rule is not None and role in rule.roles


def allows(actor: Actor, permission: Permission, *, member: bool) -> bool:
    """The decision for a subject; `member`: the actor belongs to its case, or to the body it was issued to.

    The system (command line, worker) may do everything that its operator, who holds the machine, may; it is logged.
    """
    if actor.is_system:
        return True
    if not may_ever(actor.role, permission):
        return False
    return member or POLICY[permission].scope in (Scope.OWN, Scope.GLOBAL)
