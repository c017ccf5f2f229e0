"""Files on their way in over a bad network: tus 1.0.0 (docs/adr/0023-resumable-upload.md). What they become is not known here."""
