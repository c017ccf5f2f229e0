"""What the question "who commanded, and under whom" costs, over a thousand units and ten thousand postings.

Pure: the rows are there already. Promised: the whole answer for a unit in at most 50 ms, from rows that nobody has
indexed yet.
"""

from collections.abc import Iterator
from datetime import date
from random import Random

from benchmarks.figure import Figure, median_cpu
from casework.dates import parse
from casework.units.chain import Forces, Relation
from casework.units.command import Post, Vacancy
from casework.units.periods import Period
from casework.vocabulary import PostingRole, RelationKind

UNITS, POSTINGS, VACANCIES = 1_000, 10_000, 500
PROMISED = 0.050
DAY = date(2025, 3, 8)
DATES = ["", "2024", "2025", "2024-11~", "2025-02", "2025-03", "/2025-03-08", "2025-03-08/", "2025-03-01/2025-03-09"]


def period(random: Random) -> Period:
    """Dates as vague as they come, of which at least one reading makes sense."""
    while True:
        found = Period(parse(random.choice(DATES)), parse(random.choice(DATES)))
        if found.is_consistent:
            return found


def rows() -> tuple[list[Relation], list[Post], list[Vacancy]]:
    """A tree four deep and wide, every second unit with a second superior, and ten people in each unit."""
    random = Random(2025)  # noqa: S311 - the same rows each time
    relations = [
        Relation(n, n, (n - 1) // 6, random.choice(list(RelationKind)[:3]), period(random)) for n in range(1, UNITS)
    ]
    relations += [
        Relation(UNITS + n, n, random.randrange(n // 6), RelationKind.ATTACHED, period(random))
        for n in range(12, UNITS, 2)
    ]
    roles = list(PostingRole)
    posts = [Post(n, n % UNITS, random.randrange(4_000), random.choice(roles), period(random)) for n in range(POSTINGS)]
    vacancies = [Vacancy(n, random.randrange(UNITS), period(random)) for n in range(VACANCIES)]
    return relations, posts, vacancies


def run() -> Iterator[Figure]:
    """One question from cold, one from what is indexed, and the command of every unit."""
    relations, posts, vacancies = rows()

    def cold() -> object:
        return Forces(*rows_anew(relations, posts, vacancies)).chain(UNITS - 1, DAY)

    said = f"{UNITS} units, {POSTINGS} postings, {len(relations)} relations"
    yield Figure(f"index and answer one unit: {said}", median_cpu(cold, 5), PROMISED, "CPU s", 1.0)
    forces = Forces(relations, posts, vacancies)
    again = median_cpu(lambda: forces.chain(UNITS - 1, DAY), 50)
    yield Figure("answer one more unit of them", again, PROMISED, "CPU s", 1.0)

    def every() -> object:
        fresh = Forces(*rows_anew(relations, posts, vacancies))
        return [fresh.command_of(unit, DAY) for unit in range(UNITS)]

    name = "index, and the command of every one of the thousand (no promise)"
    yield Figure(name, median_cpu(every, 3), PROMISED, "CPU s")


def rows_anew(
    relations: list[Relation], posts: list[Post], vacancies: list[Vacancy]
) -> tuple[list[Relation], list[Post], list[Vacancy]]:
    """The same rows with nothing remembered: a period keeps its bounds once they were asked for."""
    for row in (*relations, *posts, *vacancies):
        row.period.__dict__.pop("possible", None)
        row.period.__dict__.pop("certain", None)
    return relations, posts, vacancies
