"""Tables that only ever grow: triggers refuse update and delete, on both databases."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

PREFIX = "append_only_"

SQLITE = """
CREATE TRIGGER {prefix}{table}_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION {prefix}refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23000'; END $$;
CREATE TRIGGER {prefix}{table}_{verb} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION {prefix}refuse()
"""


def append_only(table: str) -> migrations.RunPython:
    """A migration step after which rows of `table` can be added but never changed or removed.

    A later change of the table's columns must go through `lifted` in its own migration.
    """

    def install(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        sql = SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL
        for verb in ("UPDATE", "DELETE"):
            # None: the body's percent sign is the trigger's, not a placeholder.
            editor.execute(sql.format(prefix=PREFIX, table=table, verb=verb), None)

    return migrations.RunPython(install, lifted(table).code)


def lifted(table: str) -> migrations.RunPython:
    """The opposite step, for a migration that must rebuild the table (SQLite copies its rows)."""

    def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        on = "" if editor.connection.vendor == "sqlite" else f" ON {table}"
        for verb in ("UPDATE", "DELETE"):
            editor.execute(f"DROP TRIGGER IF EXISTS {PREFIX}{table}_{verb}{on}")

    return migrations.RunPython(remove, migrations.RunPython.noop)
