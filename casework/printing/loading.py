"""WeasyPrint, loaded quickly by processes that only typeset: what it takes to begin is much of what a page costs."""

import ctypes.util
import sys


def load_quickly() -> None:
    """Load the libraries by their names alone, in a process that has one thread.

    WeasyPrint tries the names that other systems use first; for each, Python would start a compiler and a linker to find
    what is not there, a third of a second in all. On Linux the name that is right needs no looking for.
    """
    look_for = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = _nowhere
    try:
        import weasyprint.text.ffi  # noqa: F401 - loads them
    finally:
        ctypes.util.find_library = look_for


def _nowhere(name: str) -> str | None:  # noqa: ARG001 - it stands for a function with this argument
    return None
