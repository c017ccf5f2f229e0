"""An invented snapshot that uses every part of a dossier. All of it is SYNTHETIC."""

import hashlib
import io
from typing import Any

from PIL import Image

from casework.dossiers.annexes import (
    Change,
    Consent,
    Custody,
    Exhibit,
    Item,
    Paragraph,
    Redaction,
    Review,
    Statement,
    Witness,
)
from casework.dossiers.content import (
    Allegation,
    Casualties,
    Command,
    Cover,
    Fact,
    Incident,
    Moment,
    Place,
    Snapshot,
    Source,
    Unit,
    UnitClaim,
    Victim,
)
from casework.dossiers.numbering import numbered
from tests.dossiers.arabic import in_arabic

ORIGINAL = (
    "كنت في بيتي في حي القصور حين سمعنا إطلاق نار كثيف عند الساعة السابعة صباحاً تقريباً. وصلت سيارتا دفع رباعي بلون ترابي "
    "بلا لوحات ونزل منهما نحو عشرة مسلحين بملابس عسكرية."
)
TRANSLATION = (
    "I was at my house in the al-Qusour quarter when we heard heavy gunfire at about seven in the morning. Two sand-coloured "
    "four-wheel-drive vehicles without plates arrived, and some ten armed men in military clothing got out."
)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def photograph(width: int, height: int) -> bytes:
    """A picture as the preview of a photograph is kept: a JPEG."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


PICTURE = sha("picture")
PICTURES = {PICTURE: photograph(1024, 683)}


def paragraph(of: int, number: int) -> Paragraph:
    """No two say the same: what stands in the wrong place is seen."""
    return Paragraph(
        number=str(number),
        original=f"{ORIGINAL} كان ذلك في اليوم {number} وكنا {of + 2} أشخاص.",
        translation=f"{TRANSLATION} That was on day {number}, and there were {of + 2} of us.",
    )


def statement(number: int) -> Statement:
    return Statement(
        ref=f"T-{number:04}",
        version=2,
        witness=f"W-{number:04}",
        account="First account",
        taken="12 April 2025",
        modality="In person",
        original_language="Arabic",
        translation_language="English",
        basis="Saw",
        grade="B2",
        approved="20 April 2025, version 2",
        paragraphs=tuple(paragraph(number, n) for n in range(1, 9)),
    )


def source(number: int, paragraph: int) -> Source:
    return Source(
        ref=f"T-{number:04}",
        locator=f"¶{paragraph}",
        grade="B2",
        witness=f"W-{number:04}",
        target=f"t-T-{number:04}-{paragraph}",
    )


EX = Source(ref="EX-0001", grade="B2", target="ex-EX-0001")


def incident(number: int, title: str, when: str, place: str) -> Incident:
    ref = f"I-{number:04}"
    text = (
        f"According to witnesses, armed men entered {place} on foot and in vehicles, went from house to house and asked "
        "residents for their identity papers and their denomination. Several men are alleged to have been led away."
    )
    return Incident(
        ref=ref,
        title=title,
        acts="Killing, abduction, looting",
        when=when,
        place=place,
        precision="within 1 km",
        finding="It occurred",
        standard="Reasonable grounds to believe",
        facts=(
            Fact(key=f"{ref}.facts.1", text=text, sources=(source(1, 2), source(2, 4), EX)),
            Fact(
                key=f"{ref}.facts.2",
                text="Shops along the main street were opened by force.",
                sources=(source(2, 5),),
                is_single_source=True,
            ),
        ),
        conduct=(
            Fact(
                key=f"{ref}.conduct.1",
                text="It is alleged that three men were shot in a house yard.",
                sources=(source(1, 3),),
            ),
        ),
        attribution=(
            Fact(
                key=f"{ref}.attr.1",
                text="There is a reasonable suspicion that members of U-0002 took part.",
                sources=(source(1, 4), EX),
            ),
        ),
        corroboration=(
            Fact(
                key=f"{ref}.corr.1",
                text="Two statements and one exhibit agree on the hour and the vehicles.",
                sources=(source(1, 1), source(2, 1)),
            ),
        ),
        contrary=(
            Fact(
                key=f"{ref}.contra.1",
                text="The defence ministry states that the unit was elsewhere on that day.",
                sources=(source(2, 7),),
            ),
        ),
        assessment=(
            Fact(
                key=f"{ref}.assess.1",
                text="There are reasonable grounds to believe that the incident occurred.",
            ),
        ),
        victims=tuple(
            Victim(
                ref=f"V-{number:02}{n:02}",
                description="Unidentified man, 30 to 40 years",
                status="Civilian",
                harm="Killed",
                confirmation="Reported",
                incident_ref=ref,
                sources=(source(1, 3),),
            )
            for n in range(1, 4)
        ),
        casualties=(
            counted("973", "SOHR", "2025-03-10", ref, lowest=973),
            counted("803", "SNHR", "2025-03~", ref, lowest=803),
            counted("at least 100–120", "An agency", "", ref, lowest=100, highest=120, is_at_least=True),
        ),
    )


def counted(value: str, who: str, as_of: str, ref: str, **more: Any) -> Casualties:
    return Casualties(
        category="Civilians killed", value=value, source=who, as_of=as_of, incident_ref=ref, kind="killed_civilians",
        as_of_date=as_of, **more,
    )  # fmt: skip


def exhibit(number: int, picture: str = "", *, is_quarantined: bool = False) -> Exhibit:
    return Exhibit(
        picture=picture,
        ref=f"EX-{number:04}",
        title="Photograph of a vehicle",
        type="Photo",
        sha256=sha(f"exhibit {number}"),
        size="48 kB",
        media_type="image/jpeg",
        source="W-0001",
        grade="B2",
        acquired="12 April 2025, handed over by the witness",
        captured="8 March 2025 (embedded)",
        place="Baniyas (claimed)",
        observed="A sand-coloured vehicle without number plates.",
        is_quarantined=is_quarantined,
        metadata=(("Camera", "[R4]"), ("Pixels", "640 × 480")),
        custody=tuple(
            Custody(number=n, kind=kind, time="2025-04-12 09:30", actor="investigator A-0003", detail="")
            for n, kind in enumerate(("Collected", "Received", "Hashed", "Registered"), 1)
        ),
    )


def unit(number: int, name: str, above: str = "", certain: bool = True) -> Unit:
    return Unit(
        ref=f"U-{number:04}",
        name=name,
        type="Division",
        above=((above, "command", "under the command of, from January 2025", certain),) if above else (),
        sources=(EX,),
        command="P-0001, alleged commander: possibly" if number == 2 else "",
    )


def claimed(words: str, preferred: str = "") -> UnitClaim:
    return UnitClaim(
        unit_ref="U-0002", about="Insignia and uniform", words=words, sources=(EX, source(1, 2)), others=1,
        is_single_source=not preferred, is_contested=True, preferred=preferred,
    )  # fmt: skip


def allegation(number: int, *, is_refuted: bool = False) -> Allegation:
    return Allegation(
        ref=f"A-{number:04}",
        incident_ref="I-0002",
        act="Killing",
        victims="V-0201, V-0202",
        alleged="U-0002 62nd Division (SYNTHETIC sub-unit)",
        mode="Unit attribution only",
        basis="Insignia or uniform",
        confidence="Reasonable suspicion",
        contrary="The ministry denies that the unit was there; one witness describes other insignia.",
        legal_labels="War crime of murder",
        is_refuted=is_refuted,
        sources=(source(1, 3), EX),
    )


PLACES = (
    ("I-0001", "Jableh", 35.362, 35.926, 1.0),
    ("I-0002", "Baniyas, al-Qusour", 35.182, 35.949, 1.0),
    ("I-0003", "al-Mukhtareyah", 35.62, 35.94, 5.0),
)


def snapshot(lang: str = "en", *, version: int = 1) -> Snapshot:
    """A whole dossier; version 2 has one statement more and names what changed."""
    count = 2 + (version > 1)
    refs = [f"T-{n:04}" for n in range(1, count + 1)]
    made = Snapshot(
        lang=lang,
        is_demo=True,
        built_at="2025-05-02T10:00:00+00:00",
        cover=Cover(
            case_ref="CW-2025-0001",
            case_title="Coastal violence, March 2025" if lang == "en" else "عنف الساحل، آذار ٢٠٢٥",
            dossier_ref="D-0001",
            version=version,
            title="Killings and abductions in Baniyas and Jableh"
            if lang == "en"
            else "أعمال القتل والخطف في بانياس وجبلة",
            marking="CONFIDENTIAL" if lang == "en" else "سرّي",
            addressee="Independent committee (SYNTHETIC)",
            date="2 May 2025",
            standard="Reasonable grounds to believe",
            period="6 to 12 March 2025",
            territory="Latakia and Tartous governorates",
        ),
        log_head=sha("head"),
        log_sequence=412,
        prepared_by="Investigator A-0003",
        conditions=("W-0002: to the committee only, not to be quoted.",),
        summary=("This dossier concerns three incidents on the Syrian coast between 6 and 9 March 2025. " * 4,),
        mandate=("The case was opened on the request of three families.",),
        context=(
            Fact(
                key="context.1",
                text="On 6 March 2025 an ambush on a security patrol near Jableh was reported.",
                sources=(EX,),
            ),
        ),
        moments=(
            Moment(
                ref="I-0001",
                when="6 March 2025",
                title="Ambush on a patrol",
                place="Jableh",
                earliest="2025-03-06",
                latest="2025-03-06",
            ),
            Moment(
                ref="I-0002",
                when="between 7 and 9 March 2025",
                title="Door to door",
                place="Baniyas, al-Qusour",
                earliest="2025-03-07",
                latest="2025-03-09",
                sure_from="2025-03-07",
                sure_to="2025-03-09",
            ),
            Moment(
                ref="I-0003",
                when="before 8 March 2025",
                title="Bodies found",
                place="al-Mukhtareyah",
                latest="2025-03-08",
            ),
        ),
        places=tuple(Place(ref=r, name=n, latitude=a, longitude=o, radius_km=k) for r, n, a, o, k in PLACES),
        incidents=(
            incident(1, "Ambush on a security patrol", "6 March 2025", "Jableh"),
            incident(2, "Door-to-door killings", "between 7 and 9 March 2025", "Baniyas, al-Qusour"),
            incident(3, "Bodies of men found", "before 8 March 2025", "al-Mukhtareyah"),
        ),
        unit_claims=(claimed("White mark", "The witness stood before them."), claimed("علامة خضراء على الكتف")),
        unit_claims_left_out=2,
        units=(
            unit(1, "Ministry of defence"),
            unit(2, "62nd Division", "U-0001"),
            unit(3, "Sub-unit 7", "U-0002", certain=False),
        ),
        commands=(
            Command(
                unit_ref="U-0002",
                incident_ref="I-0002",
                when="8 March 2025",
                individual="P-0001",
                role="Commander",
                certainty="possibly",
            ),
        ),
        allegations=(allegation(1), allegation(2, is_refuted=True)),
        gaps=(
            Fact(
                key="gaps.1",
                text="No statement covers the evening of 8 March.",
            ),
        ),
        requests=("To ask the ministry of defence for the deployment orders of 7 to 9 March 2025.",),
        exhibits=(exhibit(1, PICTURE), exhibit(2, is_quarantined=True)),
        witnesses=tuple(
            Witness(code=f"W-{n:04}", age_band="30–39", sex="Female", statements=(f"T-{n:04}",))
            for n in range(1, count + 1)
        ),
        statements=tuple(statement(n) for n in range(1, count + 1)),
        reviews=tuple(
            Review(
                ref=ref, version=2, decision="Approved", date="20 April 2025", reviewer="Supervisor A-0002", grade="B2"
            )
            for ref in refs
        ),
        consent_scopes=("Store", "Analyse", "National commission", "Publication"),
        consents=tuple(Consent(witness=f"W-{n:04}", answers=("Yes", "Yes", "Yes", "–")) for n in range(1, count + 1)),
        redactions=(Redaction(number=1, place="EX-0001, metadata", code="R4", what="Serial number of the camera"),),
        glossary=(("القصور", "al-Qusour, a quarter of Baniyas"),),
        items=tuple(Item(ref=ref, version=2, sha256=sha(ref)) for ref in refs),
        changes=(Change(kind="added", ref="T-0003", words="Statement added"),) if version > 1 else (),
        previous_version=version - 1,
    )
    return numbered(in_arabic(made) if lang == "ar" else made, {})
