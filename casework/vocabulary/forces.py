"""Words for units, people in them, and the dates that say since when."""

from casework.vocabulary.term import N_, Term


class UnitType(Term):
    """What kind of formation a unit is alleged to be."""

    ARMED_GROUP = "armed_group", N_("Armed group")
    COALITION = "coalition", N_("Coalition or operations room")
    MINISTRY = "ministry", N_("Ministry or authority")
    SECURITY_SERVICE = "security_service", N_("Security service")
    POLICE = "police", N_("Police")
    CORPS = "corps", N_("Corps")
    DIVISION = "division", N_("Division")
    BRIGADE = "brigade", N_("Brigade")
    REGIMENT = "regiment", N_("Regiment")
    BATTALION = "battalion", N_("Battalion")
    COMPANY = "company", N_("Company")
    SQUAD = "squad", N_("Platoon or squad")
    CHECKPOINT = "checkpoint", N_("Checkpoint")
    FOREIGN_FIGHTERS = "foreign_fighters", N_("Foreign fighters")
    ARMED_CIVILIANS = "armed_civilians", N_("Armed civilians")
    FORMER_FORCES = "former_forces", N_("Armed loyalists of a former government")
    OTHER = "other", N_("Other")
    UNKNOWN = "unknown", N_("Unknown")


class UnitNameKind(Term):
    """What kind of name it is."""

    OFFICIAL = "official", N_("Official name")
    ALIAS = "alias", N_("Alias")
    FORMER = "former", N_("Former name")
    ABBREVIATION = "abbreviation", N_("Abbreviation")
    NICKNAME = "nickname", N_("Nickname")


class RelationKind(Term):
    """How one unit stands under (or after) another."""

    COMMAND = "command", N_("Command")
    OPERATIONAL_CONTROL = "operational_control", N_("Operational control")
    ATTACHED = "attached", N_("Attached")
    AFFILIATED = "affiliated", N_("Affiliated")
    SUCCESSOR = "successor", N_("Successor")

    @property
    def carries_orders(self) -> bool:
        """Whether orders pass along it: only such relations lead up a chain of command."""
        return self in (RelationKind.COMMAND, RelationKind.OPERATIONAL_CONTROL, RelationKind.ATTACHED)


class PostingRole(Term):
    """What an individual is alleged to have been in a unit."""

    COMMANDER = "commander", N_("Commander")
    DEPUTY = "deputy", N_("Deputy")
    ACTING = "acting", N_("Acting commander")
    DE_FACTO = "de_facto", N_("De facto commander")
    MEMBER = "member", N_("Member")

    @property
    def is_command(self) -> bool:
        """Whether the holder commands (a deputy and a member do not)."""
        return self in (PostingRole.COMMANDER, PostingRole.ACTING, PostingRole.DE_FACTO)


class DatePrecision(Term):
    """How exactly a date is known (`casework.dates`)."""

    EXACT = "exact", N_("Exact day")
    MONTH = "month", N_("Month")
    YEAR = "year", N_("Year")
    BEFORE = "before", N_("Not after")
    AFTER = "after", N_("Not before")
    BETWEEN = "between", N_("Between two dates")
    APPROXIMATE = "approximate", N_("Approximate")
    UNKNOWN = "unknown", N_("Date not known")


class Answer(Term):
    """What the sources allow to say about a claim on a day. Vacant: a source says that nobody commanded."""

    DEFINITELY = "definitely", N_("Definitely")
    POSSIBLY = "possibly", N_("Possibly")
    NOT_KNOWN = "not_known", N_("Not known")
    DISPUTED = "disputed", N_("Disputed")
    VACANT = "vacant", N_("Vacant")
