"""The words of the sample dossier in Arabic, with vowel signs where a printed text has them. All of it is SYNTHETIC."""

import dataclasses
from typing import Any

PLACES = {"Jableh": "جبلة", "Baniyas, al-Qusour": "بانياس، القصور", "al-Mukhtareyah": "المختارية"}
ENTERED = (
    "According to witnesses, armed men entered {} on foot and in vehicles, went from house to house and asked residents "
    "for their identity papers and their denomination. Several men are alleged to have been led away."
)
ENTERED_AR = (
    "أفاد شهود بأن مسلحين دخلوا {} سيراً على الأقدام وفي سيارات، وتنقّلوا من بيت إلى بيت وسألوا السكان عن أوراقهم الثبوتية "
    "وعن مذهبهم. ويُزعم أن عدداً من الرجال اقتيد إلى مكان مجهول."
)
SUMMARY = "This dossier concerns three incidents on the Syrian coast between 6 and 9 March 2025. "
SUMMARY_AR = "يتناول هذا الملف ثلاث حوادث وقعت على الساحل السوري بين 6 و9 آذار 2025. "
WORDS = {
    "12 April 2025": "12 نيسان 2025",
    "12 April 2025, handed over by the witness": "12 نيسان 2025، سلّمها الشاهد",
    "2 May 2025": "2 أيار 2025",
    "20 April 2025": "20 نيسان 2025",
    "20 April 2025, version 2": "20 نيسان 2025، الإصدار 2",
    "30–39": "30–39",
    "6 March 2025": "6 آذار 2025",
    "6 to 12 March 2025": "من 6 إلى 12 آذار 2025",
    "62nd Division": "الفرقة 62",
    "8 March 2025": "8 آذار 2025",
    "8 March 2025 (embedded)": "8 آذار 2025 (من الملف)",
    "A sand-coloured vehicle without number plates.": "سيارة بلون ترابي بلا لوحات.",
    "Ambush on a patrol": "كمين لدورية",
    "Ambush on a security patrol": "كمين لدورية أمنية",
    "An agency": "وكالة أنباء",
    "Analyse": "التحليل",
    "Approved": "معتمدة",
    "Arabic": "العربية",
    "Baniyas (claimed)": "بانياس (بحسب المصدر)",
    "Bodies found": "العثور على جثث",
    "Bodies of men found": "العثور على جثث رجال",
    "Camera": "آلة التصوير",
    "Civilian": "مدني",
    "Civilians killed": "قتلى مدنيون",
    "Collected": "جُمع",
    "Commander": "قائد",
    "Division": "فرقة",
    "Door to door": "من بيت إلى بيت",
    "Door-to-door killings": "عمليات قتل من بيت إلى بيت",
    "English": "الإنكليزية",
    "Female": "أنثى",
    "First account": "الإفادة الأولى",
    "Hashed": "حُسبت بصمته",
    "In person": "وجهاً لوجه",
    "Independent committee (SYNTHETIC)": "لجنة مستقلة (مختلقة)",
    "Insignia and uniform": "الشارات واللباس",
    "Insignia or uniform": "شارة أو لباس",
    "It is alleged that three men were shot in a house yard.": "يُزعم أن ثلاثة رجال أُطلقت عليهم النار في فناء بيت.",
    "It occurred": "وقعت",
    "Killed": "قُتل",
    "Killing": "قتل",
    "Killing, abduction, looting": "قتل وخطف ونهب",
    "Killings and abductions in Baniyas and Jableh": "أعمال القتل والخطف في بانياس وجبلة",
    "Latakia and Tartous governorates": "محافظتا اللاذقية وطرطوس",
    "Ministry of defence": "وزارة الدفاع",
    "National commission": "لجنة وطنية",
    "No statement covers the evening of 8 March.": "لا تغطي أي إفادة مساء 8 آذار.",
    "On 6 March 2025 an ambush on a security patrol near Jableh was reported.": "في 6 آذار 2025 أُبلغ عن كمين لدورية أمنية قرب جبلة.",
    "P-0001, alleged commander: possibly": "P-0001، قائد مزعوم: محتمل",
    "Photo": "صورة",
    "Photograph of a vehicle": "صورة سيارة",
    "Pixels": "البكسلات",
    "Publication": "النشر",
    "Reasonable grounds to believe": "أسباب معقولة للاعتقاد",
    "Reasonable suspicion": "اشتباه معقول",
    "Received": "استُلم",
    "Registered": "سُجّل",
    "Reported": "مبلَّغ عنه",
    "Saw": "رأى",
    "Serial number of the camera": "الرقم التسلسلي لآلة التصوير",
    "Shops along the main street were opened by force.": "فُتحت المحال على الشارع الرئيسي عنوةً.",
    "Statement added": "أُضيفت إفادة",
    "Store": "الحفظ",
    "Sub-unit 7": "الوحدة الفرعية 7",
    "The case was opened on the request of three families.": "فُتحت القضية بطلب من ثلاث عائلات.",
    "The defence ministry states that the unit was elsewhere on that day.": "تقول وزارة الدفاع إن الوحدة كانت في مكان آخر في ذلك اليوم.",
    "The ministry denies that the unit was there; one witness describes other insignia.": "تنفي الوزارة وجود الوحدة هناك؛ ويصف شاهد شارات أخرى.",
    "The witness stood before them.": "وقفت الشاهدة أمامهم.",
    "There are reasonable grounds to believe that the incident occurred.": "ثمة أسباب معقولة للاعتقاد بأن الحادثة وقعت.",
    "There is a reasonable suspicion that members of U-0002 took part.": "ثمة اشتباه معقول في مشاركة أفراد من U-0002.",
    "To ask the ministry of defence for the deployment orders of 7 to 9 March 2025.": "أن تُطلب من وزارة الدفاع أوامر الانتشار من 7 إلى 9 آذار 2025.",
    "Two statements and one exhibit agree on the hour and the vehicles.": "تتفق إفادتان ودليل واحد على الساعة والسيارات.",
    "U-0002 62nd Division (SYNTHETIC sub-unit)": "U-0002 الفرقة 62 (وحدة فرعية مختلقة)",
    "Unidentified man, 30 to 40 years": "رجل مجهول الهوية، بين 30 و40 سنة",
    "Unit attribution only": "إسناد إلى وحدة فقط",
    "W-0002: to the committee only, not to be quoted.": "W-0002: للجنة وحدها، ولا يُقتبس.",
    "War crime of murder": "جريمة الحرب المتمثلة في القتل العمد",
    "White mark": "علامة بيضاء",
    "Yes": "نعم",
    "at least 100–120": "100–120 على الأقل",
    "before 8 March 2025": "قبل 8 آذار 2025",
    "between 7 and 9 March 2025": "بين 7 و9 آذار 2025",
    "possibly": "محتمل",
    "under the command of, from January 2025": "تحت قيادة، منذ كانون الثاني 2025",
    "within 1 km": "ضمن 1 كم",
    **PLACES,
    **{ENTERED.format(place): ENTERED_AR.format(arabic) for place, arabic in PLACES.items()},
    SUMMARY * 4: SUMMARY_AR * 4,
}  # fmt: skip
NAMES = {"key", "ref", "target", "kind", "code", "schema"}


def in_arabic(value: Any, name: str = "") -> Any:
    """The same with every text translated that has a translation."""
    if isinstance(value, str):
        return value if name in NAMES else WORDS.get(value, value)
    if isinstance(value, tuple):
        return tuple(in_arabic(one, name) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {one.name: in_arabic(getattr(value, one.name), one.name) for one in dataclasses.fields(value)}
        return dataclasses.replace(value, **changed)
    return value
