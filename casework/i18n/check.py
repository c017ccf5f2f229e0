"""`python -m casework.i18n.check [--update]`: is every message there in every language?"""

import sys

from casework.i18n.catalogue import problems, update


def main() -> int:
    """Exit code 0 when nothing is missing, fuzzy or left over. `--update` first brings the files up to the code."""
    if "--update" in sys.argv[1:]:
        update("ar")
    found = list(problems("ar"))
    for problem in found:
        print(problem)  # noqa: T201 - a command
    print(f"Arabic: {len(found)} problems" if found else "Arabic: complete")  # noqa: T201 - a command
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
