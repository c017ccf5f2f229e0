"""Looking into files that nobody vouches for, in a child process that can harm nothing.

Whatever opens an untrusted file does so here: no network, no new programs, no files of ours, little memory, little
time. `inspect` answers with a handful of plain values and a picture drawn anew; `produce` has a task of
`casework.sandbox.tasks` make a new file of it. A problem is part of the answer.
"""

from casework.sandbox.findings import Inspection, Notice, Problem
from casework.sandbox.production import Limits, Produced, Sink, produce
from casework.sandbox.run import inspect, isolation

__all__ = ["Inspection", "Limits", "Notice", "Problem", "Produced", "Sink", "inspect", "isolation", "produce"]
