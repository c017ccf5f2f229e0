"""What a certificate is for."""

from enum import StrEnum


class CertificateRole(StrEnum):
    """What a certificate that this installation knows is for; `OUTSIDE`: given by somebody else, in a file or a token."""

    AUTHORITY = "authority"
    SIGNER = "signer"
    OUTSIDE = "outside"
