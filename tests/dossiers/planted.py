"""500 invented people, and every place of a case in which one of their names can have been written, each in its own spelling.

All are invented: every first name with every family name of two short lists.
"""

import io
import itertools
import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from PIL import ExifTags, Image
from sqlmodel import select

from casework.db import now
from casework.evidence.filenames import clean
from casework.evidence.models import CustodyEvent, Exhibit
from casework.incidents.models import CasualtyFigure, Victim
from casework.sandbox.readers import images
from casework.sources.models import DatumClaim, FactSource, Source
from casework.storage import open_store
from casework.testimonies.content import Content, Paragraph
from casework.units.models import Individual, Posting, Unit, UnitName, UnitRelation
from casework.vault import many
from casework.vocabulary import (
    CustodyKind,
    EvidenceType,
    FigureCategory,
    PostingRole,
    RelationKind,
    Sex,
)
from casework.witnesses.models import Witness
from tests.dossiers.world import YES, World

# Arabic, and two ways in which it is written in Latin letters.
FIRST = (
    ("أحمد", "Ahmad", "Ahmed"),
    ("محمد", "Mohammad", "Muhammed"),
    ("حسين", "Hussein", "Hossein"),
    ("خالد", "Khaled", "Khalid"),
    ("يوسف", "Yousef", "Youssef"),
    ("إبراهيم", "Ibrahim", "Ebrahim"),
    ("مصطفى", "Mustafa", "Moustafa"),
    ("عمر", "Omar", "Umar"),
    ("سامر", "Samer", "Samir"),
    ("جمال", "Jamal", "Gamal"),
    ("نبيل", "Nabil", "Nabeel"),
    ("رامي", "Rami", "Ramy"),
    ("باسم", "Basem", "Bassem"),
    ("طارق", "Tareq", "Tarek"),
    ("فاطمة", "Fatima", "Fatmeh"),
    ("زينب", "Zaynab", "Zeinab"),
    ("مريم", "Maryam", "Mariam"),
    ("ليلى", "Layla", "Leila"),
    ("سارة", "Sara", "Sarah"),
    ("كريمة", "Karima", "Kareema"),
    ("رنا", "Rana", "Ranna"),
    ("سعاد", "Suad", "Souad"),
    ("سميرة", "Samira", "Sameera"),
    ("نادية", "Nadia", "Nadya"),
    ("هيثم", "Haytham", "Haitham"),
)
FAMILY = (
    ("درويش", "Darwish", "Darweesh"),
    ("حداد", "Haddad", "Hadad"),
    ("خليل", "Khalil", "Khaleel"),
    ("سليمان", "Suleiman", "Sulayman"),
    ("عبود", "Abboud", "Abbud"),
    ("ديب", "Deeb", "Dib"),
    ("شاهين", "Shahin", "Shaheen"),
    ("عباس", "Abbas", "Abbass"),
    ("غانم", "Ghanem", "Ghanim"),
    ("مرعي", "Marei", "Marai"),
    ("صقر", "Saqr", "Sakr"),
    ("بركات", "Barakat", "Barakaat"),
    ("زيدان", "Zidan", "Zaydan"),
    ("قاسم", "Qasem", "Kassem"),
    ("نصور", "Nassour", "Nasour"),
    ("حمدان", "Hamdan", "Hemdan"),
    ("إسماعيل", "Ismail", "Esmail"),
    ("عثمان", "Othman", "Uthman"),
    ("جبور", "Jabbour", "Jabour"),
    ("فارس", "Fares", "Faris"),
)
PUBLISHED = {**YES, "publication": {"answer": "yes"}, "audio_or_image": {"answer": "yes"}}
MANY = len(FIRST) * len(FAMILY)
RESERVED = 36  # for the texts of three dossiers


@dataclass
class Planter:
    """Hands out names, each once, in turn in another spelling, and remembers what was written where."""

    owners: list[str]
    planted: list[tuple[str, str]] = field(default_factory=list)
    _people: Iterator[tuple[tuple[str, str, str], tuple[str, str, str]]] = field(
        default_factory=lambda: itertools.product(FIRST, FAMILY)
    )

    def name(self, where: str) -> str:
        """The next name."""
        first, family = next(self._people)
        arabic, at = f"{first[0]} {family[0]}", len(self.planted)
        spelled = (
            arabic,
            f"{first[1]} {family[1]}",
            f"{first[2]} {family[2]}".upper(),
            f"\u0648{arabic}",  # "and", written together
            "".join(letter + "\u064e" * (letter != " ") for letter in arabic),  # with vowel signs
            arabic.translate(str.maketrans("أإ", "اا")).replace("ى", "ي"),
            f"{first[1]}-{family[2]}",
            f"{first[0]} \u0628\u0646 {family[0]}" if at % 2 else f"{first[2]} bin {family[1]}",
        )[at % 8]
        self.planted.append((where, spelled))
        return spelled

    def told(self, where: str) -> str:
        """A sentence with the next name in it."""
        return f"It is said that {self.name(where)} was there."

    @property
    def left(self) -> int:
        return MANY - len(self.planted)


def identities() -> list[dict[str, str]]:
    """What the vault has of each of them, in the order in which they are planted."""
    return [{"name": f"{first[0]} {family[0]}"} for first, family in itertools.product(FIRST, FAMILY)]


def people(world: World) -> list[str]:
    """Everybody in the vault: a tenth are witnesses, three alleged individuals, the others victims. Their owners."""
    owners = []
    for at in range(MANY):
        number, owner = at + 100, f"{world.case.key}-person-{at}"
        owners.append(owner)
        if at % 10 == 0:
            world.session.add(
                Witness(case_id=world.case.key, number=number, reference=f"W-{number:04d}", identity_owner=owner)
            )
        elif at in (1, 101, 201):
            reference = f"P-{9000 + world.case.key * 1000 + at}"
            person = Individual(number=9000 + world.case.key * 1000 + at, reference=reference, identity_owner=owner)
            world.keep(person)
            world.session.add(Posting(individual_id=person.key, unit_id=world.unit.key, role=PostingRole.COMMANDER))
        else:
            world.session.add(
                Victim(case_id=world.case.key, number=number, reference=f"V-{number:04d}", identity_owner=owner,
                       sex=Sex.MALE, incident_id=world.incident.key if at % 50 == 2 else None)
            )  # fmt: skip
    world.session.flush()
    many.seal_new(world.vault, world.session, dict(zip(owners, identities(), strict=True)))
    return owners


def plant(world: World) -> Planter:
    """A case with a name in every text that there is, and the others in its statements."""
    planter = Planter(people(world))
    in_the_case(world, planter)
    in_units(world, planter)
    in_evidence(world, planter)
    in_statements(world, planter)
    world.session.flush()
    return planter


def in_the_case(world: World, planter: Planter) -> None:
    case, incident = world.case, world.incident
    for row, columns in (
        (case, ("title", "title_ar", "mandate", "summary", "territory")),
        (
            incident,
            ("title", "title_ar", "summary", "summary_ar", "contrary", "targeting_indicators"),
        ),
    ):
        for column in columns:
            setattr(row, column, planter.told(f"{type(row).__name__}.{column}"))
    incident.governorate = "Tartous"
    incident.place, incident.place_ar = (f"{planter.name('Incident.place')} Street" for _language in ("en", "ar"))
    for victim in world.session.exec(select(Victim).where(Victim.incident_id == incident.key)):
        for column in ("descriptors", "cause", "place", "body_location", "status_basis"):
            setattr(victim, column, planter.told(f"Victim.{column}"))
    for incident_id in (None, incident.key):
        world.keep(
            CasualtyFigure(
                case_id=case.key, incident_id=incident_id, as_of="2025-03-10", category=FigureCategory.KILLED_ALL, lowest=30,
                source=planter.told("CasualtyFigure.source"), source_ar=planter.told("CasualtyFigure.source_ar"),
                counted_by=planter.told("CasualtyFigure.counted_by"), note=planter.told("CasualtyFigure.note"),
            )
        )  # fmt: skip


def in_units(world: World, planter: Planter) -> None:
    unit = world.unit
    unit.name, unit.name_ar = planter.told("Unit.name"), planter.told("Unit.name_ar")
    unit.insignia, unit.vehicles, unit.note = (planter.told(f"Unit.{one}") for one in ("insignia", "vehicles", "note"))
    above = world.keep(
        Unit(number=8000 + world.case.key, reference=f"U-{8000 + world.case.key}", name=planter.told("Unit.name"))
    )
    relation = world.keep(
        UnitRelation(
            parent_id=above.key, child_id=unit.key, kind=RelationKind.COMMAND, note=planter.told("UnitRelation.note")
        )
    )
    world.keep(UnitName(unit_id=unit.key, name=planter.told("UnitName.name")))
    claim = world.keep(
        DatumClaim(subject_kind="unit", subject_id=unit.key, datum="insignia", value=planter.told("DatumClaim.value"),
                   note=planter.told("DatumClaim.note"))
    )  # fmt: skip
    facts = [
        ("unit", unit.key),
        ("unit_relation", relation.key),
        ("datum", claim.key),
        ("incident", world.incident.key),
    ]
    for at, (kind, key) in enumerate(facts):
        number = 8000 + world.case.key * 10 + at
        source = world.keep(Source(number=number, reference=f"S-{number}", citation=planter.told("Source.citation")))
        world.keep(
            FactSource(source_id=source.key, fact_kind=kind, fact_id=key, locator=planter.name("FactSource.locator"),
                       note=planter.told("FactSource.note"))
        )  # fmt: skip


def in_evidence(world: World, planter: Planter) -> None:
    """Exhibits that a witness gave and others; everything that is said of them, and what their files say of themselves."""
    for number, kind in enumerate((EvidenceType.PHOTO, EvidenceType.PRESS_OR_NGO_REPORT), 1):
        texts = ("title", "claimed_content", "observed_content", "acquired_how", "place_claimed", "filename", "creator")
        written: dict[str, Any] = {
            column: planter.told(f"Exhibit.{column}") for column in texts if column in Exhibit.model_fields
        }
        embedded = {
            name: planter.name(f"Exhibit.embedded {name}")
            for name in ("video_codec", "pages", "artist", "camera_model")
        }
        row = world.exhibit(number, kind=kind, sha256=f"{number:064d}", file_metadata={"embedded": embedded}, **written)
        row.source = f"W-0001, {planter.name('Exhibit.source')}"
        if kind is EvidenceType.PHOTO:
            photographed(world, planter, row)
        world.keep(
            CustodyEvent(
                case_id=world.case.key, exhibit_id=row.key, number=1, kind=CustodyKind.RECEIVED, at=now(),
                purpose=planter.told("CustodyEvent.purpose"), note=planter.told("CustodyEvent.note"),
                outcome=planter.told("CustodyEvent.outcome"), given_by=planter.name("CustodyEvent.given_by"),
                given_to=planter.name("CustodyEvent.given_to"), place=planter.told("CustodyEvent.place"),
            )
        )  # fmt: skip


def photographed(world: World, planter: Planter, row: Exhibit) -> None:
    """Give an exhibit a photograph whose name and inside tell names, read and reduced as one that arrives."""
    data = photograph(planter)
    seen = images.read(io.BytesIO(data), "image/jpeg")
    name = clean(f"{planter.name('Exhibit.filename of a picture')}.jpg")
    row.filename, row.media_type = name.name, "image/jpeg"
    row.file_metadata = {"embedded": {**row.embedded, **seen.metadata}, "original_name": name.original}
    store = open_store(world.settings)
    row.preview_sha256 = store.keep(store.stage(io.BytesIO(seen.preview or b""), 1_000_000))


def photograph(planter: Planter) -> bytes:
    """A picture that tells names in EXIF (three alphabets' ways of writing them), XMP, IPTC, and a comment."""
    exif = Image.Exif()
    for tag in (ExifTags.Base.Artist, ExifTags.Base.ImageDescription, ExifTags.Base.Copyright):
        exif[tag] = planter.name(f"EXIF {tag.name}").encode()
    for tag in (ExifTags.Base.XPAuthor, ExifTags.Base.XPTitle):
        exif[tag] = planter.name(f"EXIF {tag.name}").encode("utf-16-le")
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = b"UNICODE\0" + planter.name("EXIF comment").encode(
        "utf-16-be"
    )
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq>'
        f"<rdf:li>{planter.name('XMP creator')}</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    out = io.BytesIO()
    picture = Image.new("RGB", (320, 240), "grey")
    picture.save(out, "JPEG", exif=exif, xmp=xmp.encode(), comment=planter.name("JPEG comment").encode())
    written = b"".join(iptc(part, planter.name(f"IPTC {part}")) for part in (80, 120))
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(written)) + written + b"\0" * (len(written) % 2)
    segment = b"Photoshop 3.0\0" + resource
    data = out.getvalue()
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + data[2:]


def iptc(part: int, text: str) -> bytes:
    """By-line (80) or caption (120) of IPTC-IIM."""
    return struct.pack(">BBBH", 0x1C, 2, part, len(text.encode())) + text.encode()


def in_statements(world: World, planter: Planter) -> None:
    """Two statements in both languages; the names that are left, each in a sentence of its own."""
    for number in (1, 2):
        witness = world.witness(number, consented=False)
        answers = {
            scope: {**given, "answer": "on_condition", "condition": planter.told("Consent.condition")}
            for scope, given in PUBLISHED.items()
        }
        world.consent(witness, 1, answers=answers)
        contrary, conduct = planter.told("Allegation.contrary"), planter.told("Allegation.conduct")
        count = (planter.left - RESERVED) // 2 if number == 1 else planter.left - RESERVED
        row = world.testimony(number, witness, content=content_of([planter.told("Testimony") for _ in range(count)]))
        exhibits = world.session.exec(select(Exhibit).where(Exhibit.case_id == world.case.key)).all()
        world.allegation(number, [(row, "1")], list(exhibits), contrary=contrary).conduct = conduct


def content_of(sentences: list[str]) -> Content:
    """The first half as said, the second as translated."""
    sentences = [" ".join(sentences[at : at + 12]) for at in range(0, len(sentences), 12)]
    half = len(sentences) // 2
    pairs = itertools.zip_longest(sentences[:half], sentences[half:], fillvalue="–")
    return Content(
        language="ar",
        translation_language="en",
        paragraphs=tuple(
            Paragraph(number=str(at), original=one, translation=other) for at, (one, other) in enumerate(pairs, 1)
        ),
    )


def written_for_it(planter: Planter) -> dict[str, Any]:
    """The texts of a dossier itself: twelve of the last names."""
    sections = ("summary", "mandate", "method", "limitations", "requests")
    texts = {one: {lang: planter.told(f"Dossier.{one}.{lang}") for lang in ("en", "ar")} for one in sections}
    return {"title": planter.told("Dossier.title"), "title_ar": planter.told("Dossier.title_ar"), "texts": texts}


def folded(text: str) -> str:
    """For a search that has nothing in common with the application's: letters alone, without marks, one kind of each."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(one for one in plain if one.isalpha() and not unicodedata.combining(one))
    return letters.translate(str.maketrans("أإآٱىئةؤ", "ااااييهو"))
