"""A body that received a dossier on two witnesses and one exhibit, and can ask about it."""

from dataclasses import dataclass
from typing import Any

from casework.accounts.models import Account
from casework.dossiers.models import Dossier, DossierVersion
from casework.enquiries import answering, asking
from casework.enquiries.models import InformationReply, InformationRequest
from casework.enquiries.states import ReplyKind
from casework.subjects import Role
from casework.witnesses.models import Witness
from tests.dossiers.test_issuing import issued
from tests.dossiers.world import World
from tests.factories import make_account, make_recipient


@dataclass
class Asked:
    """The world, what was issued, and short ways to ask and to reply."""

    world: World
    dossier: Dossier
    version: DossierVersion
    witness: Witness
    stranger: Account

    def ask(self, question: str = "Where was it?", about: str = "", **more: Any) -> InformationRequest:
        actor = more.get("by", self.world.reader).as_actor()
        return asking.ask(
            self.world.session,
            actor,
            vault=self.world.vault,
            version_id=self.version.key,
            question=question,
            about=about,
        )

    def reply(
        self, request: InformationRequest, text: str = "North of the bakery.", kind: ReplyKind = ReplyKind.WRITTEN,
        **more: Any,
    ) -> InformationReply:  # fmt: skip
        actor = more.pop("by", self.world.author).as_actor()
        return answering.write_reply(
            self.world.session, actor, vault=self.world.vault, request=request, kind=kind, text=text, **more
        )

    def send(self, request: InformationRequest, by: Account | None = None, **more: Any) -> InformationReply:
        actor = (by or self.world.issuer).as_actor()
        return answering.send_reply(
            self.world.session, actor, vault=self.world.vault, case=self.world.case, request=request, **more
        )

    def read(self, request: InformationRequest) -> list[asking.Replied]:
        return asking.read_replies(self.world.session, self.world.reader.as_actor(), self.world.vault, request)


def begin(world: World) -> Asked:
    """Issue the dossier. W-0009 and T-0009 are of the same case, and no body knows of them."""
    witness = world.witness(1, "Layla Hasan")
    shown = world.exhibit(1, source="W-0001")
    told = [world.testimony(1, witness), world.testimony(2, world.witness(2))]
    world.allegation(1, [(one, "1") for one in told], [shown])
    world.testimony(9, world.witness(9, consented=False), is_approved=False)
    dossier, version = issued(world)
    stranger = make_account(world.session, Role.COMMITTEE, recipient_id=make_recipient(world.session).key)
    return Asked(world, dossier, version, witness, stranger)
