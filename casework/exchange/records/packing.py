"""Put an export together: its files, one after the other, searched while they go, in a ZIP in constant memory."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from sqlmodel import Session

from casework.dossiers.naming import names_of
from casework.errors import Cause, Refused
from casework.exchange.records import ftm, tables
from casework.exchange.records.choosing import Chosen, RecordKind
from casework.exchange.records.cleaning import Cleaner, Record, Searcher
from casework.exchange.records.describing import Describer
from casework.exchange.records.plan import Plan
from casework.exchange.records.readme import readme
from casework.exchange.records.writing import Batches, Reader
from casework.exchange.writing import zipped
from casework.i18n import _, use_locale
from casework.leaks.matching import wanted
from casework.units.models import Individual
from casework.vault import Vault

FTM = "entities.ftm.json"
Told = Callable[[str, int], None]
Files = Iterator[tuple[str, Iterator[bytes]]]


def quiet(_note: str, _rows: int) -> None:
    """Progress that nobody watches."""


@dataclass
class Package:
    """One export on its way: `chunks` gives the bytes of the ZIP, and only then it is known that no name is in them."""

    plan: Plan
    chosen: Chosen
    reader: Reader
    searcher: Searcher
    tell: Told = quiet
    hashes: dict[str, str] = field(default_factory=dict)

    def chunks(self) -> Iterator[bytes]:
        """The ZIP. Raises Refused at its end, naming whose name stands where: nothing of it may be kept then."""
        with use_locale(self.plan.language):
            yield from zipped(self.plan.origin, self.files(), self.plan.at)
            refuse_names(self.searcher, self.plan)

    def files(self) -> Files:
        """The files in their order; the manifest, which binds the others, at the end."""
        for path, chunks in self.contents():
            hasher = hashlib.sha256()
            yield path, hashed(self.searcher.watched(path, chunks), hasher.update)
            self.hashes[path] = hasher.hexdigest()
        lines = "".join(f"{digest}  {path}\n" for path, digest in self.hashes.items())
        yield "manifest-sha256.txt", self.searcher.watched("manifest-sha256.txt", [lines.encode()])

    def contents(self) -> Files:
        batches = self.batches()
        words = readme(self.plan, self.chosen, self.reader.describer.cleaner)
        yield "README.txt", iter([words.encode()])
        for name, make in batches.items():
            yield f"csv/{name}.csv", tables.table(name, self.watched(name, make()))
        yield "csv/left-out.csv", tables.left_out(self.chosen.kept)
        yield "csv/codebook.csv", iter([tables.codebook(tables.COLUMNS)])
        yield f"ftm/{FTM}", self.entities(words)

    def batches(self) -> dict[str, Callable[[], Batches]]:
        """What reads the records of each table. Sources come last: they are those that the others cited."""
        reader = self.reader
        return {
            "incidents": reader.incidents, "victims": reader.victims, "allegations": reader.allegations,
            "units": reader.units, "individuals": reader.individuals, "relations": reader.relations,
            "postings": reader.postings, "vacancies": reader.vacancies, "sources": reader.sources,
        }  # fmt: skip

    def watched(self, name: str, batches: Batches) -> Batches:
        for batch in batches:
            yield batch
            self.tell(name, len(batch))

    def entities(self, words: str) -> Iterator[bytes]:
        """The records once more as entities, one line each; a link after what it links."""
        maker, reader = ftm.Maker(self.plan), self.reader
        yield ftm.line(maker.cover(words))
        many: list[tuple[str, Batches, Callable[[Record], ftm.Entity | list[ftm.Entity]]]] = [
            ("sources", reader.sources(), maker.source), ("units", reader.units(), maker.unit),
            ("individuals", reader.individuals(), maker.individual), ("incidents", reader.incidents(), maker.incident),
            ("victims", reader.victims(), maker.victim), ("relations", reader.relations(), maker.relation),
            ("postings", reader.postings(), maker.posting), ("allegations", reader.allegations(), maker.allegation),
        ]  # fmt: skip
        for name, batches, make in many:
            for batch in self.watched(name, batches):
                yield b"".join(ftm.line(one) for record in batch for one in as_list(make(record)))


def as_list(made: ftm.Entity | list[ftm.Entity]) -> list[ftm.Entity]:
    return made if isinstance(made, list) else [made]


def hashed(chunks: Iterable[bytes], update: Callable[[bytes], None]) -> Iterator[bytes]:
    for chunk in chunks:
        update(chunk)
        yield chunk


def package(session: Session, plan: Plan, vault: Vault, chosen: Chosen, tell: Told = quiet) -> Package:
    """Everything that is needed to write one export. Raises Refused when nothing may go or names cannot be searched for."""
    if not any(chosen.going.values()):
        with use_locale(plan.language):
            raise Refused([Cause(_("No record of this case may go to this body."))])
    material = chosen.standing.material
    people = chosen.going[RecordKind.INDIVIDUAL]
    reader = Reader(session, chosen, None)  # type: ignore[arg-type]  # it reads the individuals whose names are looked for
    material.individuals = {
        key: row for some in reader.rows(RecordKind.INDIVIDUAL, Individual) for key, row in by_key(some)
    }
    assert set(material.individuals) == set(people)  # noqa: S101 - nobody goes whose name is not looked for
    names = wanted(names_of(session, vault, material))
    cleaner = Cleaner(names, material.hidden.of_case(plan.case.key), chosen.standing.usable())
    reader.describer = Describer(plan, chosen.standing, cleaner)
    return Package(plan, chosen, reader, Searcher(names), tell)


def by_key(rows: Iterable[Individual]) -> Iterator[tuple[int, Individual]]:
    return ((row.key, row) for row in rows)


def refuse_names(searcher: Searcher, plan: Plan) -> None:
    """Raise Refused when a name of the vault stood in what was written, naming whose and where."""
    endpoints = {"W": "witnesses.show", "V": "victims.show"}
    causes = [
        Cause(
            _("The name of %(owner)s stands in the finished export (%(place)s).", owner=owner, place=place),
            None,
            endpoints.get(owner[0]),
            {"case_ref": plan.case.reference, "ref": owner},
        )
        for owner, place in sorted(searcher.found)
    ]
    if causes:
        raise Refused(causes[:50])
