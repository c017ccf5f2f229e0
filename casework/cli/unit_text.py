"""The answer about a chain of command as lines to read."""

from collections.abc import Iterator
from typing import Any

from casework.i18n import _
from casework.i18n.labels import label
from casework.vocabulary import Answer, PostingRole, RelationKind


def in_text(told: dict[str, Any]) -> str:
    """What `units chain` prints."""
    return "\n".join([f"{told['unit']} {told['on']}", *_commands(told), *_ways(told)])


def _commands(told: dict[str, Any]) -> Iterator[str]:
    for command in told["commands"]:
        yield f"{command['unit']} {command['name']}: {label(Answer(command['answer']))}"
        for holder in command["holders"]:
            role, answer = label(PostingRole(holder["role"])), label(Answer(holder["answer"]))
            yield f"  {holder['individual']} {role} ({_('alleged')}): {answer}"
            yield from _details(holder["why"], holder["claim"])
        for vacant in command["vacancies"]:
            yield f"  {_('Post of commander vacant')} ({_('alleged')}): {label(Answer(vacant['answer']))}"
            yield from _details(vacant["why"], vacant["claim"])
        if command["why"]:
            yield f"  {command['why']}"


def _ways(told: dict[str, Any]) -> Iterator[str]:
    yield _("Ways up on this day")
    for path in told["paths"]:
        yield f"  {' → '.join(path['way'])} ({label(RelationKind(path['kind']))}): {label(Answer(path['answer']))}"
    if not told["paths"]:
        yield f"  {_('No source places this unit under another on this day.')}"
    for link in told["links"]:
        kind, answer = label(RelationKind(link["kind"])), label(Answer(link["answer"]))
        yield f"  {link['child']} → {link['parent']} ({kind}): {answer}"
        yield from _details(link["why"], *link["claims"])
    for circle in told["circles"]:
        yield _("The relations run in a circle here: %(way)s. Date them apart, or take one back.", way=circle)
    if told["is_cut_short"]:
        yield _("There are more ways up than can be shown. These are the shortest.")


def _details(why: str, *claims: dict[str, Any]) -> Iterator[str]:
    if why:
        yield f"      {why}"
    for claim in claims:
        if claim["preferred"]:
            yield f"      {_('Preferred')}: {claim['preferred']}"
        for source in claim["sources"]:
            parts = [source["case"], source["reference"], source["citation"], source["locator"]]
            yield f"      {_('according to:')} {' '.join(part for part in parts if part)} [{source['grade']}]"
