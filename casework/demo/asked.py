"""What the demonstration's committee asks about its dossier: one request is answered by two people, one waits."""

from sqlmodel import Session, select

from casework.accounts.services import find_account
from casework.cases.models import Case
from casework.config import Settings
from casework.demo import content
from casework.dossiers import composing
from casework.dossiers.models import Dossier
from casework.enquiries import answering, asking
from casework.enquiries.models import InformationRequest
from casework.enquiries.states import ReplyKind
from casework.subjects import Actor
from casework.vault import vault_of


def ask_and_answer(session: Session, settings: Settings, dossier: Dossier) -> None:
    """Once, about the newest version that was issued. The caller commits."""
    version = composing.last_issued(session, dossier)
    asked = select(InformationRequest.id).where(InformationRequest.dossier_id == dossier.key).limit(1)
    if version is None or session.exec(asked).first() is not None:
        return
    case, vault = session.get_one(Case, dossier.case_id), vault_of(settings)
    member, author, issuer = (_actor(session, name) for name in ("committee", "supervisor", "supervisor2"))
    for row in content.read("dossier")["request"]:
        request = asking.ask(
            session, member, vault=vault, version_id=version.key, question=row["question"], about=row["about"]
        )
        if reply := row.get("reply"):
            answering.write_reply(session, author, vault=vault, request=request, kind=ReplyKind.WRITTEN, text=reply)
            answering.send_reply(session, issuer, vault=vault, case=case, request=request)


def _actor(session: Session, key: str) -> Actor:
    return find_account(session, f"{key}@demo.casework.example").as_actor()
