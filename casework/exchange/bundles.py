"""Which bags are bundles of which versions: read, nothing decided."""

from collections.abc import Collection

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from casework.db import UNFILTERED
from casework.dossiers.delivery import WITHOUT_TEXT
from casework.dossiers.models import Dossier, DossierVersion
from casework.exchange.bundling import Bundle, bundle_of
from casework.exchange.models import Bag, BundleReceipt, BundleRow


def row_of(session: Session, bag: Bag) -> BundleRow | None:
    """What makes a bag a bundle; None for a bag of whatever may go."""
    return session.exec(select(BundleRow).where(BundleRow.bag_id == bag.key)).first()


def bundle_for(session: Session, bag: Bag) -> Bundle | None:
    """The printed exhibits of the version whose bundle a bag is."""
    row = row_of(session, bag)
    if row is None:
        return None
    statement = (
        select(DossierVersion, Dossier)
        .options(WITHOUT_TEXT)
        .join(Dossier, col(Dossier.id) == DossierVersion.dossier_id)
        .where(DossierVersion.id == row.dossier_version_id)
    )
    version, dossier = session.exec(statement, execution_options=UNFILTERED).one()
    return bundle_of(dossier, version)


def bundles_of(session: Session, version_ids: Collection[int]) -> dict[int, list[tuple[Bag, BundleRow]]]:
    """The bundles of each version that the reader may see, newest first."""
    found: dict[int, list[tuple[Bag, BundleRow]]] = {key: [] for key in version_ids}
    statement = (
        select(Bag, BundleRow)
        .join(BundleRow, col(BundleRow.bag_id) == Bag.id)
        .where(col(BundleRow.dossier_version_id).in_(found))
    )
    for bag, row in session.exec(statement.order_by(col(Bag.id).desc()).limit(200)):
        found[row.dossier_version_id].append((bag, row))
    return found


def offered(session: Session, version: DossierVersion) -> tuple[Bag, BundleRow] | None:
    """The newest bundle of a version that its body is offered."""
    rows = bundles_of(session, [version.key])[version.key]
    return next(((bag, row) for bag, row in rows if row.offered_at is not None), None)


def receipts(row: BundleRow) -> SelectOfScalar[BundleReceipt]:
    """Who fetched a bundle, to be paged by `BundleReceipt.id`."""
    return select(BundleReceipt).where(BundleReceipt.bundle_id == row.key)


def own_numbers(session: Session, row: BundleRow, account_id: int | None) -> list[int]:
    """The numbers of the copies of a bundle that somebody fetched."""
    numbers = select(BundleReceipt.copy_number).where(
        BundleReceipt.bundle_id == row.key, BundleReceipt.account_id == account_id
    )
    return sorted(set(session.exec(numbers)))
