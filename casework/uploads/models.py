"""The row of a file on its way in."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field

from casework.db import Row


class Upload(Row, table=True):
    """A file that arrives in pieces, and waits until somebody says what it is. It is deleted with its last use.

    It belongs to one account and one case. The name that the sender's machine gave it is sealed: people write the
    names of witnesses into names of files.
    """

    __tablename__ = "upload"

    token: str = Field(max_length=43, unique=True)
    account_id: int = Field(foreign_key="account.id", ondelete="RESTRICT", index=True)
    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT", index=True)
    size: int = Field(sa_type=BigInteger)
    received: int = Field(default=0, sa_type=BigInteger)
    is_open: bool = False
    """Bytes flow, or flowed when the process died: then the store alone knows how many are there."""
    handle: str = Field(max_length=500)
    """How the store finds what has arrived."""
    key_day: str = Field(default="", max_length=10)
    nonce: bytes = b""
    ciphertext: bytes = b""
    head_sha256: str = Field(default="", max_length=64)
    """Of the first MiB, told by the sender: a browser finds the rest of a file by it after a reload."""
    sha256: str = Field(default="", max_length=64)
    """Taken by the server when the file was whole; until then empty."""
    is_agreed: bool = False
    """The sender took the hash, too, and it is the same."""
    expires_at: datetime = Field(index=True)

    @property
    def is_whole(self) -> bool:
        """Every byte has arrived."""
        return self.received == self.size
