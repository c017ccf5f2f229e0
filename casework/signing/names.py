"""What the parts of a signed PDF are called."""

FIELD = "Signature"
