"""Words for what happened: acts, harms, standards of proof, ways of being responsible, victims, figures."""

from casework.vocabulary.term import N_, Term


class Act(Term):
    """What is alleged to have been done; descriptive, not a legal label (HURIDOCS "act")."""

    KILLING = "killing", N_("Killing")
    EXECUTION = "execution", N_("Execution")
    ATTEMPTED_KILLING = "attempted_killing", N_("Attempted killing")
    INJURY = "injury", N_("Injury")
    TORTURE = "torture", N_("Torture")
    ILL_TREATMENT = "ill_treatment", N_("Ill-treatment")
    SEXUAL_VIOLENCE = "sexual_violence", N_("Sexual violence")
    ABDUCTION = "abduction", N_("Abduction")
    ARBITRARY_DETENTION = "arbitrary_detention", N_("Arbitrary detention")
    ENFORCED_DISAPPEARANCE = "enforced_disappearance", N_("Enforced disappearance")
    HOSTAGE_TAKING = "hostage_taking", N_("Hostage-taking")
    LOOTING = "looting", N_("Looting")
    PROPERTY_DESTRUCTION = "property_destruction", N_("Arson or property destruction")
    FORCED_DISPLACEMENT = "forced_displacement", N_("Forced displacement")
    ATTACK_ON_CIVILIANS = "attack_on_civilians", N_("Attack on civilians")
    ATTACK_ON_MEDICAL_CARE = "attack_on_medical_care", N_("Attack on medical care")
    ATTACK_ON_PROTECTED_OBJECT = "attack_on_protected_object", N_("Attack on a protected object")
    MISTREATMENT_OF_THE_DEAD = "mistreatment_of_the_dead", N_("Mutilation or mistreatment of the dead")
    DENIAL_OF_BURIAL = "denial_of_burial", N_("Denial of burial")
    THREATS_OR_EXTORTION = "threats_or_extortion", N_("Threats or extortion")
    SECTARIAN_INCITEMENT = "sectarian_incitement", N_("Sectarian incitement")
    CHILD_RECRUITMENT = "child_recruitment", N_("Child recruitment")
    DENIAL_OF_AID = "denial_of_aid", N_("Denial of aid")
    MASS_GRAVE = "mass_grave", N_("Mass grave")
    OTHER = "other", N_("Other")


class LegalLabel(Term):
    """A provisional legal qualification; only a supervisor gives one (Rome Statute 7, 8)."""

    WAR_CRIME_MURDER = "war_crime_murder", N_("War crime: murder")
    WAR_CRIME_CRUEL_TREATMENT = "war_crime_cruel_treatment", N_("War crime: cruel treatment")
    WAR_CRIME_TORTURE = "war_crime_torture", N_("War crime: torture")
    WAR_CRIME_OUTRAGES_ON_DIGNITY = "war_crime_outrages_on_dignity", N_("War crime: outrages on dignity")
    WAR_CRIME_HOSTAGE_TAKING = "war_crime_hostage_taking", N_("War crime: hostage-taking")
    WAR_CRIME_ATTACKING_CIVILIANS = "war_crime_attacking_civilians", N_("War crime: attacking civilians")
    WAR_CRIME_PILLAGE = "war_crime_pillage", N_("War crime: pillage")
    WAR_CRIME_DISPLACEMENT = "war_crime_displacement", N_("War crime: displacement")
    WAR_CRIME_DESTRUCTION_OF_PROPERTY = "war_crime_destruction_of_property", N_("War crime: destruction of property")
    WAR_CRIME_OTHER = "war_crime_other", N_("War crime: other")
    HUMANITY_MURDER = "humanity_murder", N_("Crime against humanity: murder")
    HUMANITY_EXTERMINATION = "humanity_extermination", N_("Crime against humanity: extermination")
    HUMANITY_FORCIBLE_TRANSFER = "humanity_forcible_transfer", N_("Crime against humanity: forcible transfer")
    HUMANITY_IMPRISONMENT = "humanity_imprisonment", N_("Crime against humanity: imprisonment")
    HUMANITY_TORTURE = "humanity_torture", N_("Crime against humanity: torture")
    HUMANITY_SEXUAL_VIOLENCE = "humanity_sexual_violence", N_("Crime against humanity: sexual violence")
    HUMANITY_PERSECUTION = "humanity_persecution", N_("Crime against humanity: persecution")
    HUMANITY_ENFORCED_DISAPPEARANCE = (
        "humanity_enforced_disappearance",
        N_("Crime against humanity: enforced disappearance"),
    )
    HUMANITY_OTHER_INHUMANE_ACTS = "humanity_other_inhumane_acts", N_("Crime against humanity: other inhumane acts")
    HUMAN_RIGHTS_VIOLATION = "human_rights_violation", N_("Human-rights violation")
    UNDETERMINED = "undetermined", N_("Undetermined")


class Harm(Term):
    """What a person suffered."""

    KILLED = "killed", N_("Killed")
    INJURED = "injured", N_("Injured")
    MISSING = "missing", N_("Missing")
    DISAPPEARED = "disappeared", N_("Disappeared")
    ABDUCTED = "abducted", N_("Abducted")
    DETAINED = "detained", N_("Detained")
    RELEASED = "released", N_("Released")
    TORTURED = "tortured", N_("Tortured")
    SEXUAL_VIOLENCE = "sexual_violence", N_("Sexual violence")
    DISPLACED = "displaced", N_("Displaced")
    PROPERTY_LOSS = "property_loss", N_("Property loss")
    BEREAVED = "bereaved", N_("Bereaved")
    UNHARMED = "unharmed", N_("Unharmed")


class CivilianStatus(Term):
    """The status of a victim at the time, with its own stated basis."""

    CIVILIAN = "civilian", N_("Civilian")
    ACTIVE_FIGHTER = "active_fighter", N_("Active fighter")
    HORS_DE_COMBAT = "hors_de_combat", N_("Hors de combat")
    SECURITY_FORCE = "security_force", N_("Security force")
    MEDICAL = "medical", N_("Medical staff")
    JOURNALIST = "journalist", N_("Journalist")
    HUMANITARIAN = "humanitarian", N_("Humanitarian worker")
    UNKNOWN = "unknown", N_("Unknown")
    DISPUTED = "disputed", N_("Disputed")


class LiabilityMode(Term):
    """How somebody is alleged to be responsible (Rome Statute 25(3), 28)."""

    DIRECT = "direct", N_("Direct perpetration")
    CO_PERPETRATION = "co_perpetration", N_("Co-perpetration")
    INDIRECT = "indirect", N_("Indirect perpetration")
    ORDERING = "ordering", N_("Ordering")
    SOLICITING_OR_INDUCING = "soliciting_or_inducing", N_("Soliciting or inducing")
    AIDING_OR_ABETTING = "aiding_or_abetting", N_("Aiding or abetting")
    COMMON_PURPOSE = "common_purpose", N_("Common purpose")
    ATTEMPT = "attempt", N_("Attempt")
    MILITARY_COMMANDER = "military_commander", N_("Military commander, Article 28(a)")
    SUPERIOR = "superior", N_("Superior, Article 28(b)")
    UNIT_ATTRIBUTION_ONLY = "unit_attribution_only", N_("Unit attribution only")
    UNDETERMINED = "undetermined", N_("Undetermined")

    @property
    def is_command_responsibility(self) -> bool:
        """Whether the factors of Article 28 have to be stated."""
        return self in (LiabilityMode.MILITARY_COMMANDER, LiabilityMode.SUPERIOR)


class LinkBasis(Term):
    """Why an act is attributed to a unit or person; the weak ones never carry a link alone."""

    RECOGNISED_INDIVIDUAL = "recognised_individual", N_("Recognised individual")
    PERPETRATOR_NAMED_THEMSELVES = "perpetrator_named_themselves", N_("Perpetrator named themselves")
    INSIGNIA_OR_UNIFORM = "insignia_or_uniform", N_("Insignia or uniform")
    VEHICLE_OR_MARKING = "vehicle_or_marking", N_("Vehicle or marking")
    SPEECH_OR_APPEARANCE = "speech_or_appearance", N_("Speech, dialect or appearance")
    OWN_FOOTAGE_OR_ADMISSION = "own_footage_or_admission", N_("Own footage or admission")
    ORDER_OR_DOCUMENT = "order_or_document", N_("Order or document")
    INSIDER = "insider", N_("Insider")
    VERIFIED_IMAGERY = "verified_imagery", N_("Verified imagery")
    DEPLOYMENT_OR_CONTROL = "deployment_or_control", N_("Deployment or control of the place")
    OFFICIAL_FINDING = "official_finding", N_("Official finding")
    SANCTIONS_LISTING = "sanctions_listing", N_("Sanctions listing")
    MEDIA_OR_NGO_REPORT = "media_or_ngo_report", N_("Media or NGO report")
    HEARSAY = "hearsay", N_("Hearsay")
    INFERENCE = "inference", N_("Inference")

    @property
    def is_weak(self) -> bool:
        """Whether this basis needs something stronger beside it."""
        return self in (LinkBasis.SPEECH_OR_APPEARANCE, LinkBasis.HEARSAY, LinkBasis.INFERENCE)


class Confidence(Term):
    """Standard of proof reached, from least to most. Never "beyond reasonable doubt": that is a court's."""

    UNASSESSED = "unassessed", N_("Unassessed")
    INSUFFICIENT = "insufficient", N_("Insufficient")
    REASONABLE_SUSPICION = "reasonable_suspicion", N_("Reasonable suspicion")
    REASONABLE_GROUNDS = "reasonable_grounds", N_("Reasonable grounds to believe")
    BALANCE_OF_PROBABILITIES = "balance_of_probabilities", N_("Balance of probabilities")
    CLEAR_AND_CONVINCING = "clear_and_convincing", N_("Clear and convincing")

    def is_at_least(self, other: "Confidence") -> bool:
        return self.rank >= other.rank

    @property
    def carries_a_finding(self) -> bool:
        """A finding needs at least reasonable grounds to believe (OHCHR, commissions of inquiry)."""
        return self.is_at_least(Confidence.REASONABLE_GROUNDS)


class CasualtyConfirmation(Term):
    """How far a casualty is confirmed (Every Casualty Counts)."""

    REPORTED = "reported", N_("Reported")
    PARTLY_CONFIRMED = "partly_confirmed", N_("Partly confirmed")
    CONFIRMED = "confirmed", N_("Confirmed")
    DISPUTED = "disputed", N_("Disputed")
    DISCOUNTED = "discounted", N_("Discounted")


class FindingState(Term):
    """Whether an incident is found to have occurred; the standard of proof stands beside it."""

    UNASSESSED = "unassessed", N_("Unassessed")
    OCCURRED = "occurred", N_("Found to have occurred")
    NOT_ESTABLISHED = "not_established", N_("Not established")
    CONTRADICTED = "contradicted", N_("Contradicted by the evidence")


class SceneStatus(Term):
    """The state of the scene when it was last seen (Minnesota Protocol)."""

    UNTOUCHED = "untouched", N_("Untouched")
    DISTURBED = "disturbed", N_("Disturbed")
    CLEARED = "cleared", N_("Cleared")
    DESTROYED = "destroyed", N_("Destroyed")
    NOT_VISITED = "not_visited", N_("Not visited")
    UNKNOWN = "unknown", N_("Unknown")


class FigureCategory(Term):
    """Who is counted in a casualty figure; kept with the figure, because "1,400" is not one thing."""

    KILLED_ALL = "killed_all", N_("People killed, all")
    KILLED_CIVILIANS = "killed_civilians", N_("Civilians killed")
    KILLED_SECURITY = "killed_security", N_("Security personnel killed")
    KILLED_FIGHTERS = "killed_fighters", N_("Fighters killed")
    KILLED_WOMEN = "killed_women", N_("Women killed")
    KILLED_CHILDREN = "killed_children", N_("Children killed")
    BODIES_FOUND = "bodies_found", N_("Bodies found")
    INJURED = "injured", N_("People injured")
    MISSING = "missing", N_("People missing or disappeared")
    DETAINED = "detained", N_("People detained or abducted")
    DISPLACED = "displaced", N_("People displaced")
    OTHER = "other", N_("Other")


class SamePerson(Term):
    """Whether two records are one person."""

    SAME = "same", N_("The same person")
    DIFFERENT = "different", N_("Different people")
    UNSURE = "unsure", N_("Not sure")
