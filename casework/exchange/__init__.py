"""Cases leave and come in as bags (BagIt, RFC 8493): files, their history and proofs, readable without Casework."""
