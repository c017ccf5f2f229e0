"""`dossier volumes`: who may be named in a sealed volume, what went out, and what has to be destroyed. By code, no name.

There is no command that makes one: a volume takes two people, their proofs, and an entry for each identity.
"""

import json
import sys
from typing import Any

import click
from sqlmodel import Session

from casework.cases.services import find_case
from casework.cli.context import the_engine, the_settings
from casework.cli.dossier import dossier_commands
from casework.config import Settings
from casework.db import read_session
from casework.dossiers import composing, volume_recalls, volumes
from casework.dossiers.models import Dossier, DossierVersion
from casework.errors import NotFound
from casework.subjects import SYSTEM
from casework.vault import vault_of


@dossier_commands.command("volumes")
@click.argument("case_ref", metavar="CASE")
@click.argument("dossier_ref", metavar="DOSSIER")
@click.option("--json", "as_json", is_flag=True, help="For a script to read.")
def volumes_of(case_ref: str, dossier_ref: str, as_json: bool) -> None:
    """Sealed volumes of a dossier, by code. Exit code 0 only when none that went out has to be destroyed."""
    try:
        with read_session(the_engine()) as session:
            case = find_case(session, SYSTEM, case_ref)
            dossier = composing.find_dossier(session, SYSTEM, case=case, reference=dossier_ref)
            told = [told_of(session, the_settings(), dossier, one) for one in composing.versions_of(session, dossier)]
    except NotFound:
        sys.exit(f"there is no dossier {dossier_ref} in {case_ref}")
    print(
        json.dumps(told, ensure_ascii=False, indent=1)
        if as_json
        else "\n".join(line for one in told for line in lines(one))
    )
    sys.exit(1 if any(volume["to_destroy"] for one in told for volume in one["volumes"]) else 0)


def told_of(session: Session, settings: Settings, dossier: Dossier, version: DossierVersion) -> dict[str, Any]:
    """What is known of a version: who may be named today and who not, and each of its volumes."""
    vault = vault_of(settings)
    found = volumes.nameable(session, vault, dossier, version)
    out: dict[int, list[int]] = {}
    for _account, volume, number in volume_recalls.had(session, version):
        out.setdefault(volume.key, []).append(number)
    gone = {row.key for row in volume_recalls.must_go(session, vault, dossier, version)}
    return {
        "version": f"{dossier.reference} v{version.number}",
        "may_be_named": [row.reference for row, _answer in found.witnesses] + [row.reference for row in found.individuals],
        "not_named": dict(found.kept_back),
        "volumes": [
            {
                "reference": row.reference, "state": row.state.value, "names": [*row.witnesses, *row.individuals],
                "files_out": out.get(row.key, []), "to_destroy": row.key in gone and row.key in out,
            }
            for row in volumes.volumes_of(session, version)
        ],
    }  # fmt: skip


def lines(told: dict[str, Any]) -> list[str]:
    """The same as text."""
    found = [f"{told['version']}: may be named: {', '.join(told['may_be_named']) or 'nobody'}"]
    found += [f"  not named: {code}: {why}" for code, why in told["not_named"].items()]
    for one in told["volumes"]:
        files = ", ".join(str(number) for number in one["files_out"]) or "none"
        found.append(f"  {one['reference']} ({one['state']}): {', '.join(one['names'])}; files that left: {files}")
        if one["to_destroy"]:
            found.append("    TO BE DESTROYED: it names somebody who may no longer be named. See who was told.")
    return found
