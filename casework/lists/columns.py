"""What a column can hold, and what its name says that it holds. Pure."""

from collections.abc import Mapping, Sequence

from casework.i18n import translations
from casework.leaks.matching import fold
from casework.vault import IdentityField
from casework.vocabulary.term import N_, Term


class Column(Term):
    """Where the cells of a column go; the first is nowhere."""

    NOTHING = "", N_("Do not import")
    NUMBER = "number", N_("Number in the list")
    NAME = "name", N_("Name (vault)")
    NAME_LATIN = "name_latin", N_("Name in Latin script (vault)")
    ALIASES = "aliases", N_("Other names (vault)")
    DATE_OF_BIRTH = "date_of_birth", N_("Date of birth (vault)")
    ID_NUMBERS = "id_numbers", N_("ID numbers (vault)")
    NEXT_OF_KIN = "next_of_kin", N_("Next of kin (vault)")
    SEX = "sex", N_("Sex")
    AGE = "age", N_("Age or age band")
    CIVILIAN_STATUS = "civilian_status", N_("Civilian status")
    STATUS_BASIS = "status_basis", N_("Basis of the status")
    HARMS = "harms", N_("Harm")
    HARMED_ON = "harmed_on", N_("Date of the harm")
    PLACE = "place", N_("Place")
    CAUSE = "cause", N_("Cause")
    BODY_LOCATION = "body_location", N_("Where the body is")
    DESCRIPTORS = "descriptors", N_("Descriptors")
    SOURCES = "sources", N_("Sources")
    CONFIRMATION = "confirmation", N_("Confirmation")
    INCIDENT = "incident", N_("Incident")

    @property
    def is_sealed(self) -> bool:
        """True for what goes into the vault."""
        return self.value in set(IdentityField)

    @property
    def takes_several(self) -> bool:
        """True when several columns may go there: first name, father's name, family name."""
        return self in _JOINED


# What stands between the cells of several columns that go to one place.
_JOINED = {
    Column.NAME: " ", Column.NAME_LATIN: " ", Column.ALIASES: "\n", Column.NEXT_OF_KIN: "\n", Column.ID_NUMBERS: "\n",
    Column.DESCRIPTORS: "; ", Column.SOURCES: "\n", Column.PLACE: ", ", Column.HARMS: ";", Column.STATUS_BASIS: "; ",
}  # fmt: skip

_NAMES: dict[Column, str] = {
    Column.NUMBER: "no|nr|number|id|ref|serial|serial number|#|رقم|الرقم|الرقم التسلسلي|تسلسل|التسلسل|م|ت",
    Column.NAME: "name|full name|victim|victim name|name of victim|arabic name|name arabic|name ar|first name|given name|father|"
    "father name|fathers name|family name|last name|surname|الاسم|اسم|الاسم الكامل|الاسم الثلاثي|الاسم والكنية|اسم الضحية|اسم الشهيد|"
    "الاسم الاول|اسم الاب|الاب|الكنية|النسبة|اسم العائلة|العائلة",
    Column.NAME_LATIN: "latin name|name latin|english name|name english|name en|name in latin script|name in english|"
    "الاسم باللاتينية|الاسم بالانكليزية|الاسم بالانجليزية|الاسم بالأحرف اللاتينية",
    Column.ALIASES: "alias|aliases|nickname|other names|kunya|also known as|aka|اللقب|لقب|اسماء اخرى|الاسم الحركي",
    Column.DATE_OF_BIRTH: "date of birth|birth date|dob|born|year of birth|تاريخ الميلاد|تاريخ الولادة|الميلاد|المواليد|تولد|سنة الميلاد",
    Column.ID_NUMBERS: "national id|id number|id numbers|national number|الرقم الوطني|رقم الهوية|الهوية",
    Column.NEXT_OF_KIN: "next of kin|family contact|relatives|relative|mother|mother name|mothers name|الاقارب|ذوو الضحية|قريب|اسم الام|الام",
    Column.SEX: "sex|gender|m f|الجنس|جنس|النوع",
    Column.AGE: "age|age band|age group|years|العمر|عمر|السن|الفئة العمرية",
    Column.CIVILIAN_STATUS: "civilian|status|civilian status|civilian combatant|الصفة|الصفة المدنية|مدني عسكري",
    Column.STATUS_BASIS: "basis|basis of status|occupation|profession|job|المهنة|العمل|اساس الصفة",
    Column.HARMS: "harm|type of harm|violation|what happened|outcome|الضرر|نوع الضرر|الانتهاك|نوع الانتهاك|الحالة",
    Column.HARMED_ON: "date|date of death|date of harm|death date|date killed|incident date|day|تاريخ|التاريخ|تاريخ الوفاة|"
    "تاريخ الاستشهاد|تاريخ القتل|تاريخ الحادثة|تاريخ الضرر",
    Column.PLACE: "place|location|place of death|village|town|city|governorate|area|المكان|مكان الوفاة|مكان الاستشهاد|الموقع|"
    "القرية|المدينة|المحافظة|المنطقة|البلدة",
    Column.CAUSE: "cause|cause of death|means|weapon|how|السبب|سبب الوفاة|طريقة القتل|سبب الاستشهاد",
    Column.BODY_LOCATION: "body|where the body is|burial|burial place|grave|مكان الدفن|الدفن|مكان الجثة|المقبرة",
    Column.DESCRIPTORS: "descriptors|description|notes|remarks|marks|clothing|الوصف|وصف|ملاحظات|الملاحظات|العلامات|الملابس",
    Column.SOURCES: "source|sources|reported by|citation|المصدر|المصادر|مصدر المعلومات",
    Column.CONFIRMATION: "confirmation|confirmed|verification|التاكيد|التأكيد|درجة التأكيد|حالة التحقق",
    Column.INCIDENT: "incident|event|incident number|الحادثة|رقم الحادثة|الواقعة",
}


def _known() -> dict[str, Column]:
    found = {fold(name): column for column, names in _NAMES.items() for name in names.split("|")}
    for language in ("en", "ar"):
        labels = {fold(translations(language).ugettext(one.msgid)): one for one in Column if one}
        found = labels | found
    return found


def guessed(headers: Sequence[str]) -> dict[int, Column]:
    """Which columns go where, by their names; a place that takes one column gets the first that fits."""
    known, taken, found = _known(), set[Column](), dict[int, Column]()
    for at, header in enumerate(headers):
        column = known.get(fold(header))
        if column and (column.takes_several or column not in taken):
            taken.add(column)
            found[at] = column
    return found


def gathered(cells: Sequence[str], columns: Mapping[int, Column]) -> dict[Column, str]:
    """A line's cells by where they go; several for one place are joined as that place wants it."""
    parts: dict[Column, list[str]] = {}
    for at, column in columns.items():
        if at < len(cells) and cells[at]:
            parts.setdefault(column, []).append(cells[at])
    return {column: _JOINED.get(column, " ").join(found) for column, found in parts.items()}
