"""Words for people who tell: witnesses, consent, protection, testimony."""

from casework.vocabulary.term import N_, Term


class Sex(Term):
    """Sex as recorded for statistics and for the choice of interviewer."""

    FEMALE = "female", N_("Female")
    MALE = "male", N_("Male")
    OTHER = "other", N_("Other")
    UNKNOWN = "unknown", N_("Unknown")


class AgeBand(Term):
    """Age in bands: an exact age identifies."""

    UNDER_12 = "under_12", N_("Under 12")
    FROM_12_TO_17 = "from_12_to_17", N_("12 to 17")
    FROM_18_TO_29 = "from_18_to_29", N_("18 to 29")
    FROM_30_TO_44 = "from_30_to_44", N_("30 to 44")
    FROM_45_TO_59 = "from_45_to_59", N_("45 to 59")
    FROM_60 = "from_60", N_("60 and over")
    UNKNOWN = "unknown", N_("Unknown")

    @property
    def is_child(self) -> bool:
        return self in (AgeBand.UNDER_12, AgeBand.FROM_12_TO_17)


class Vulnerability(Term):
    """What calls for special care (Murad Code, Istanbul Protocol)."""

    CHILD = "child", N_("Child")
    SEXUAL_VIOLENCE_SURVIVOR = "sexual_violence_survivor", N_("Survivor of sexual violence")
    TORTURE_SURVIVOR = "torture_survivor", N_("Survivor of torture")
    BEREAVED = "bereaved", N_("Bereaved")
    INJURED_OR_ILL = "injured_or_ill", N_("Injured or ill")
    DISABILITY = "disability", N_("Disability")
    PREGNANT = "pregnant", N_("Pregnant")
    OLDER_PERSON = "older_person", N_("Older person")
    DISPLACED = "displaced", N_("Displaced")
    DETAINED = "detained", N_("Detained")
    MINORITY = "minority", N_("Member of a threatened minority")
    INSIDER = "insider", N_("Insider")
    SEVERE_DISTRESS = "severe_distress", N_("Severe distress")
    CANNOT_READ = "cannot_read", N_("Cannot read")
    OTHER = "other", N_("Other")


class RiskLevel(Term):
    """Risk to the person, from least to most."""

    LOW = "low", N_("Low")
    MEDIUM = "medium", N_("Medium")
    HIGH = "high", N_("High")
    EXTREME = "extreme", N_("Extreme")


class ProtectionMeasure(Term):
    """A measure agreed with the person."""

    PSEUDONYM = "pseudonym", N_("Pseudonym")
    VAULTED_IDENTITY = "vaulted_identity", N_("Vaulted identity")
    GENERALISED_PLACE_OR_DATE = "generalised_place_or_date", N_("Generalised place or date")
    VOICE_OR_FACE_MASKING = "voice_or_face_masking", N_("Voice or face masking")
    SAFE_CONTACT_HOURS = "safe_contact_hours", N_("Safe-contact hours")
    SAME_SEX_INTERVIEWER = "same_sex_interviewer", N_("Interviewer of the same sex")
    VETTED_INTERPRETER = "vetted_interpreter", N_("Vetted interpreter")
    SUPPORT_PERSON = "support_person", N_("Support person")
    MEDICAL_REFERRAL = "medical_referral", N_("Medical referral")
    PSYCHOSOCIAL_REFERRAL = "psychosocial_referral", N_("Psychosocial referral")
    LEGAL_REFERRAL = "legal_referral", N_("Legal referral")
    RELOCATION_REFERRAL = "relocation_referral", N_("Relocation referral")
    EMBARGO = "embargo", N_("Embargo")
    LEFT_OUT_OF_DOSSIERS = "left_out_of_dossiers", N_("Left out of dossiers")


class Threat(Term):
    """What could happen to the person if it became known that they spoke (OHCHR, Protection of victims and witnesses)."""

    ARMED_GROUP = "armed_group", N_("Reprisal by an armed group")
    AUTHORITIES = "authorities", N_("Reprisal by authorities")
    DETENTION = "detention", N_("Arrest or disappearance")
    COMMUNITY = "community", N_("Reprisal by family or community")
    SEXUAL_VIOLENCE = "sexual_violence", N_("Sexual violence or threat of it")
    SURVEILLANCE = "surveillance", N_("Surveillance of telephone or accounts")
    TRAVEL = "travel", N_("Danger on the way to the interview")
    LIVELIHOOD = "livelihood", N_("Loss of work, home or papers")
    DISTRESS = "distress", N_("Distress by telling it again")
    OTHER = "other", N_("Other")


class Likelihood(Term):
    """How likely the worst of the threats is, from least to most."""

    UNLIKELY = "unlikely", N_("Unlikely")
    POSSIBLE = "possible", N_("Possible")
    LIKELY = "likely", N_("Likely")
    HAPPENING = "happening", N_("Already happening")


class Impact(Term):
    """How grave it would be, from least to most."""

    LIMITED = "limited", N_("Limited")
    SERIOUS = "serious", N_("Serious")
    SEVERE = "severe", N_("Severe")
    LIFE = "life", N_("Danger to life")


class RecontactRule(Term):
    """Whether and how the person may be contacted again."""

    ALLOWED = "allowed", N_("May be contacted")
    SAFE_CHANNEL_ONLY = "safe_channel_only", N_("Only by the safe channel")
    THROUGH_INTERMEDIARY = "through_intermediary", N_("Only through an intermediary")
    NEVER = "never", N_("Must not be contacted")


class WillingToTestify(Term):
    """Whether the person would testify before a court."""

    YES = "yes", N_("Yes")
    NO = "no", N_("No")
    ON_CONDITION = "on_condition", N_("On condition")
    NOT_ASKED = "not_asked", N_("Not asked")


class ConsentScope(Term):
    """One use that consent is asked for. Recipients carry the value of their RecipientKind."""

    STORE = "store", N_("Store")
    ANALYSE = "analyse", N_("Analyse")
    ANONYMOUS_STATISTICS = "anonymous_statistics", N_("Anonymous statistics")
    NATIONAL_COMMISSION = "national_commission", N_("National commission")
    NATIONAL_PROSECUTOR = "national_prosecutor", N_("National prosecutor")
    UN_MECHANISM = "un_mechanism", N_("UN mechanism")
    FOREIGN_PROSECUTOR = "foreign_prosecutor", N_("International or foreign prosecutor")
    IDENTITY_TO_RECIPIENT = "identity_to_recipient", N_("Identity to the recipient")
    AUDIO_OR_IMAGE = "audio_or_image", N_("Audio or image")
    PUBLICATION = "publication", N_("Publication")
    RECONTACT = "recontact", N_("Recontact")
    REFERRAL = "referral", N_("Referral")


class ConsentAnswer(Term):
    """The answer for one scope; "not asked" counts as no."""

    YES = "yes", N_("Yes")
    NO = "no", N_("No")
    ON_CONDITION = "on_condition", N_("On condition")
    NOT_ASKED = "not_asked", N_("Not asked")


class ConsentForm(Term):
    """How consent was recorded."""

    WRITTEN = "written", N_("Written")
    RECORDED = "recorded", N_("Recorded")
    THUMBPRINT = "thumbprint", N_("Thumbprint")


class ConsentGiver(Term):
    """Who gave consent."""

    SELF = "self", N_("The person")
    GUARDIAN = "guardian", N_("Guardian, with the child's assent")


class TestimonyKind(Term):
    """Account type: the first one, or why there is another."""

    __test__ = False

    FIRST = "first", N_("First account")
    SUPPLEMENTARY = "supplementary", N_("Supplementary")
    CLARIFICATION = "clarification", N_("Clarification")
    CORRECTION = "correction", N_("Correction")


class KnowledgeBasis(Term):
    """How the witness knows."""

    SAW = "saw", N_("Saw it")
    HEARD = "heard", N_("Heard it happen")
    WAS_TOLD = "was_told", N_("Was told")
    INFERRED = "inferred", N_("Inferred it")


class Modality(Term):
    """How the account was taken."""

    IN_PERSON = "in_person", N_("In person")
    PHONE = "phone", N_("Phone")
    SECURE_VIDEO = "secure_video", N_("Secure video")
    WRITTEN_BY_WITNESS = "written_by_witness", N_("Written by the witness")
    INTERMEDIARY = "intermediary", N_("Through an intermediary")
    GROUP = "group", N_("Group")
    THIRD_PARTY_RECORDING = "third_party_recording", N_("Third-party recording")

    @property
    def is_flagged(self) -> bool:
        """Group accounts contaminate one another (Méndez Principles)."""
        return self is Modality.GROUP


class PlaceType(Term):
    """Where the account was taken; a type, because an address endangers."""

    OFFICE = "office", N_("Our office")
    PARTNER_OFFICE = "partner_office", N_("A partner's office")
    HOME = "home", N_("The person's home")
    RELATIVES_HOME = "relatives_home", N_("A relative's home")
    HOSPITAL = "hospital", N_("Hospital or clinic")
    SHELTER = "shelter", N_("Shelter or camp")
    PLACE_OF_DETENTION = "place_of_detention", N_("Place of detention")
    PUBLIC_PLACE = "public_place", N_("Public place")
    REMOTE = "remote", N_("Remote")
    OTHER = "other", N_("Other")


class PresentRole(Term):
    """What somebody did at an interview."""

    INTERVIEWER = "interviewer", N_("Interviewer")
    INTERPRETER = "interpreter", N_("Interpreter")
    NOTE_TAKER = "note_taker", N_("Note taker")
    SUPPORT_PERSON = "support_person", N_("Support person")
    GUARDIAN = "guardian", N_("Guardian")
    LAWYER = "lawyer", N_("Lawyer")
    HEALTH_PROFESSIONAL = "health_professional", N_("Health professional")
    RELATIVE = "relative", N_("Relative")
    OTHER = "other", N_("Other")


class Preliminary(Term):
    """What was explained before the account began (Méndez Principles, Murad Code)."""

    WHO_WE_ARE = "who_we_are", N_("Who we are and whom we work for")
    PURPOSE = "purpose", N_("The purpose of the interview")
    VOLUNTARY = "voluntary", N_("That it is voluntary and may be stopped at any time")
    NO_BENEFIT = "no_benefit", N_("That nothing is given or promised in return")
    CONFIDENTIALITY = "confidentiality", N_("Confidentiality and its limits")
    USE = "use", N_("Who may receive the account")
    TRUTH = "truth", N_("To tell only what is true and to say what is not known")
    SUPPORT = "support", N_("What support is available")


class ReadBack(Term):
    """Whether the record was read back to the person, in a language they understand, before it was closed."""

    IN_FULL = "in_full", N_("Read back in full")
    IN_PART = "in_part", N_("Read back in part")
    READ_BY_PERSON = "read_by_person", N_("Read by the person")
    NOT_READ_BACK = "not_read_back", N_("Not read back")


class Signature(Term):
    """How the person confirmed the record."""

    SIGNED = "signed", N_("Signed")
    THUMBPRINT = "thumbprint", N_("Thumbprint")
    CONFIRMED_ON_RECORDING = "confirmed_on_recording", N_("Confirmed on the recording")
    NOT_SIGNED_FOR_SAFETY = "not_signed_for_safety", N_("Not signed, for safety")
    DECLINED = "declined", N_("Declined to sign")


class DestructionReason(Term):
    """Why a person's identity is destroyed."""

    WITHDRAWN = "withdrawn", N_("The person no longer allows it to be stored")
    PURPOSE_ENDED = "purpose_ended", N_("It is no longer needed for the investigation")
    DANGER = "danger", N_("Keeping it has become too dangerous for the person")
    MISTAKE = "mistake", N_("It was recorded by mistake")
