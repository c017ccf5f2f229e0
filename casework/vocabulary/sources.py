"""Words for material and what becomes of it: exhibits, custody, grades, markings, recipients, cases, reviews."""

from casework.vocabulary.term import N_, Term


class SourceGrade(Term):
    """Reliability of a source, graded apart from its information (Admiralty system)."""

    A = "a", N_("A: completely reliable")
    B = "b", N_("B: usually reliable")
    C = "c", N_("C: fairly reliable")
    D = "d", N_("D: not usually reliable")
    E = "e", N_("E: unreliable")
    F = "f", N_("F: cannot be judged")


class InformationGrade(Term):
    """Credibility of an information, graded apart from its source; never averaged with it (Admiralty system)."""

    CONFIRMED = "confirmed", N_("1: confirmed")
    PROBABLY_TRUE = "probably_true", N_("2: probably true")
    POSSIBLY_TRUE = "possibly_true", N_("3: possibly true")
    DOUBTFUL = "doubtful", N_("4: doubtful")
    IMPROBABLE = "improbable", N_("5: improbable")
    CANNOT_BE_JUDGED = "cannot_be_judged", N_("6: cannot be judged")

    @property
    def number(self) -> int:
        """The digit of the grade, 1 to 6."""
        return self.rank + 1


class EvidenceType(Term):
    """What kind of thing an exhibit is."""

    PHOTO = "photo", N_("Photo")
    VIDEO = "video", N_("Video")
    AUDIO = "audio", N_("Audio")
    PAPER_ORIGINAL = "paper_original", N_("Paper original")
    SCAN = "scan", N_("Scan")
    DIGITAL_DOCUMENT = "digital_document", N_("Digital document")
    MESSAGE_EXPORT = "message_export", N_("Message export")
    WEB_CAPTURE = "web_capture", N_("Web or social capture")
    SATELLITE_IMAGE = "satellite_image", N_("Satellite image")
    GEODATA = "geodata", N_("Geodata")
    MEDICAL_RECORD = "medical_record", N_("Medical record")
    FORENSIC_REPORT = "forensic_report", N_("Forensic report")
    PHYSICAL_ITEM = "physical_item", N_("Physical item (registered, not held)")
    SKETCH = "sketch", N_("Sketch")
    LIST = "list", N_("List")
    OFFICIAL_STATEMENT = "official_statement", N_("Official statement")
    PRESS_OR_NGO_REPORT = "press_or_ngo_report", N_("Press or NGO report")
    OTHER = "other", N_("Other")


class CustodyKind(Term):
    """One event in the life of an exhibit (ISO/IEC 27037, PREMIS)."""

    COLLECTED = "collected", N_("Collected")
    RECEIVED = "received", N_("Received")
    REGISTERED = "registered", N_("Registered")
    SCANNED = "scanned", N_("Scanned")
    HASHED = "hashed", N_("Hashed")
    FIXITY_PASSED = "fixity_passed", N_("Fixity check passed")
    FIXITY_FAILED = "fixity_failed", N_("Fixity check failed")
    COPIED = "copied", N_("Copied")
    TRANSCRIBED = "transcribed", N_("Transcribed")
    TRANSLATED = "translated", N_("Translated")
    REDACTED = "redacted", N_("Redacted")
    SEALED = "sealed", N_("Sealed")
    UNSEALED = "unsealed", N_("Unsealed")
    TRANSFERRED = "transferred", N_("Transferred")
    DECLINED = "declined", N_("Receipt refused")
    CALLED_OFF = "called_off", N_("Handover called off")
    STORED = "stored", N_("Put into storage")
    VIEWED = "viewed", N_("Viewed")
    EXPORTED = "exported", N_("Exported")
    DISCLOSED = "disclosed", N_("Disclosed")
    RETURNED = "returned", N_("Returned to its owner")
    QUARANTINED = "quarantined", N_("Quarantined")
    TIMESTAMPED = "timestamped", N_("Time-stamped")


class SealState(Term):
    """How a receiver finds the seal of what is handed to them."""

    INTACT = "seal_intact", N_("Seal intact, with the number stated")
    BROKEN = "seal_broken", N_("Seal broken or opened")
    DIFFERENT = "seal_different", N_("Seal with another number")
    NONE = "seal_none", N_("No seal")


class FixityState(Term):
    """What the scheduled check last found of an exhibit's file (PREMIS fixity check)."""

    WAITING = "waiting", N_("Not checked yet")
    PASSED = "passed", N_("Unchanged")
    FAILED = "failed", N_("Altered or missing")
    UNREACHABLE = "unreachable", N_("Not reachable, so not checked")


class CopyState(Term):
    """Whether we hold the original."""

    ORIGINAL = "original", N_("Original")
    COPY = "copy", N_("Copy")
    UNKNOWN = "unknown", N_("Unknown")


class VerificationState(Term):
    """How far source, content or technical data of an exhibit are verified, each by itself (Berkeley Protocol)."""

    NOT_CHECKED = "not_checked", N_("Not checked")
    VERIFIED = "verified", N_("Verified")
    PARTLY_VERIFIED = "partly_verified", N_("Partly verified")
    CONTRADICTED = "contradicted", N_("Contradicted by the evidence")
    CANNOT_BE_VERIFIED = "cannot_be_verified", N_("Cannot be verified")


class DerivativeKind(Term):
    """What an exhibit is to the one that it was made from."""

    REDACTED_COPY = "redacted_copy", N_("Redacted copy")
    TRANSCRIPT = "transcript", N_("Transcript")
    TRANSLATION = "translation", N_("Translation")
    EXTRACT = "extract", N_("Extract")
    ENHANCED = "enhanced", N_("Enhanced copy")
    SCAN = "scan", N_("Scan or photograph of it")
    COPY = "copy", N_("Copy in another format")


class VerificationAspect(Term):
    """What is verified, each by itself (Berkeley Protocol, chapter VI)."""

    SOURCE = "source", N_("Source")
    CONTENT = "content", N_("Content")
    TECHNICAL = "technical", N_("Technical data")


class Marking(Term):
    """Protective marking, from least to most."""

    PUBLIC = "public", N_("PUBLIC")
    RESTRICTED = "restricted", N_("RESTRICTED")
    CONFIDENTIAL = "confidential", N_("CONFIDENTIAL")
    STRICTLY_CONFIDENTIAL = "strictly_confidential", N_("STRICTLY CONFIDENTIAL – IDENTITY")


class RedactionCode(Term):
    """Why something is blacked out."""

    R1 = "r1", N_("R1: identity")
    R2 = "r2", N_("R2: location")
    R3 = "r3", N_("R3: third party")
    R4 = "r4", N_("R4: source or method")
    R5 = "r5", N_("R5: ongoing risk")


class RecipientKind(Term):
    """Who receives a dossier; the consent scope of the same value must allow it ("public" needs "publication")."""

    NATIONAL_COMMISSION = "national_commission", N_("National commission")
    NATIONAL_PROSECUTOR = "national_prosecutor", N_("National prosecutor")
    UN_MECHANISM = "un_mechanism", N_("UN mechanism")
    FOREIGN_PROSECUTOR = "foreign_prosecutor", N_("International or foreign prosecutor")
    PUBLIC = "public", N_("Public")


class CaseStatus(Term):
    """Where a case stands."""

    OPEN = "open", N_("Open")
    UNDER_REVIEW = "under_review", N_("Under review")
    CLOSED = "closed", N_("Closed")
    ARCHIVED = "archived", N_("Archived")


class ReviewStatus(Term):
    """Where one version of a record stands on its way to approval."""

    DRAFT = "draft", N_("Draft")
    SUBMITTED = "submitted", N_("Waiting for review")
    CLAIMED = "claimed", N_("In review")
    RETURNED = "returned", N_("Returned")
    APPROVED = "approved", N_("Approved")
    REJECTED = "rejected", N_("Rejected")


class ReviewDecision(Term):
    """What a reviewer decides; never about their own work."""

    APPROVE = "approve", N_("Approve")
    RETURN = "return", N_("Return")
    REJECT = "reject", N_("Reject")
