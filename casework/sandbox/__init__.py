"""Looking into files that nobody vouches for, in a child process that can harm nothing.

Whatever opens an untrusted file does so here: no network, no new programs, no files of ours, little memory, little
time. The answer is a handful of plain values and a picture drawn anew; a problem is part of the answer.
"""

from casework.sandbox.findings import Inspection, Notice, Problem
from casework.sandbox.run import inspect, isolation

__all__ = ["Inspection", "Notice", "Problem", "inspect", "isolation"]
