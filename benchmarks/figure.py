"""One measured figure."""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """`value` beside its `baseline`, both in `unit`; `most` is the ratio that the project promises not to pass."""

    name: str
    value: float
    baseline: float
    unit: str
    most: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float:
        """The value as a multiple of the baseline."""
        return self.value / self.baseline if self.baseline else float("inf")

    @property
    def holds(self) -> bool:
        """False when the promise is broken."""
        return self.most is None or self.ratio <= self.most

    def as_json(self) -> dict[str, object]:
        """For a script to read."""
        return asdict(self) | {"ratio": round(self.ratio, 4), "holds": self.holds}


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process has used so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def median_cpu(
    action: Callable[[], object], times: int, rounds: int = 5, also: Callable[[], float] = lambda: 0.0
) -> float:
    """Seconds of CPU of one call: the median of several rounds; `also` adds another process's clock (a database server)."""
    action()
    found = []
    for _ in range(rounds):
        before, other = time.process_time(), also()
        for _ in range(times):
            action()
        found.append((time.process_time() - before + also() - other) / times)
    return statistics.median(found)
