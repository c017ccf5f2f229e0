"""The operator's door into a compartment whose people are out of reach."""

from flask import Flask
from sqlmodel import Session

from casework import audit
from casework.access import Permission, can
from casework.cases.compartments import restrict
from casework.subjects import Role
from tests.factories import make_account, make_case
from tests.testimonies.building import make_witness


def test_the_operator_lets_somebody_in_and_the_log_knows(app: Flask, db: Session) -> None:
    gone, other = make_account(db, Role.SUPERVISOR), make_account(db, Role.SUPERVISOR)
    case = make_case(db, [gone, other])
    witness = make_witness(db, case)
    restrict(db, gone.as_actor(), subject=witness.subject, accounts=[], reason="threats")
    gone.is_disabled = True
    db.commit()
    cli = app.test_cli_runner()
    assert cli.invoke(args=["compartments", "list", case.reference]).output == f"witness\tW-0001\t{gone.key}\n"
    refused = cli.invoke(args=["compartments", "admit", case.reference, "W-0002", other.email, "--reason", "x"])
    assert refused.exit_code == 1
    done = cli.invoke(args=["compartments", "admit", case.reference, "W-0001", other.email, "--reason", "arrested"])
    assert done.exit_code == 0, done.output
    db.expire_all()
    assert can(db, other.as_actor(), Permission.WITNESS_VIEW, witness.subject)
    assert audit.entries(db, action="compartment.set")[0].facts["reason"] == "arrested"
