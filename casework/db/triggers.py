"""Tables that only grow: UPDATE, DELETE and TRUNCATE are refused by the database itself, on both engines."""

from sqlalchemy import Connection

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_PG_FUNCTION = """
CREATE OR REPLACE FUNCTION casework_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
_PG_ROWS = "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION casework_append_only()"
_PG_TRUNCATE = "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only()"


def append_only(connection: Connection, *tables: str) -> None:
    """Put the triggers on the tables. Used by migrations."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_PG_FUNCTION.replace("%", "%%"))
        for table in tables:
            connection.exec_driver_sql(_PG_ROWS.format(table=table))
            connection.exec_driver_sql(_PG_TRUNCATE.format(table=table))
        return
    for table in tables:
        for verb in ("update", "delete"):
            connection.exec_driver_sql(_SQLITE.format(table=table, verb=verb, VERB=verb.upper()))


def drop_append_only(connection: Connection, *tables: str) -> None:
    """Take the triggers off again, so that a migration can be undone."""
    for table in tables:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}")
        else:
            for verb in ("update", "delete"):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
