"""What the migrations put into the tables: put back after every test that commits.

Django would empty the tables, which loses the provinces for the tests that follow, and which
append-only tables refuse row by row. Here the whole database goes back to how it was.
"""

import sqlite3

from django.db import connection


def remember():
    """Keep the present rows; the answer is a function that brings exactly them back."""
    connection.ensure_connection()
    return remember_postgresql() if connection.vendor == "postgresql" else remember_sqlite()


def remember_sqlite():
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(kept)

    def restore():
        connection.ensure_connection()
        kept.backup(connection.connection)

    return restore


def remember_postgresql():
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        kept = {table: copied(cursor, table) for table in tables}
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences")
        sequences = cursor.fetchall()
    names = ", ".join(connection.ops.quote_name(table) for table in tables)

    def restore():
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {names} RESTART IDENTITY")
            # The order of the tables then does not matter, and no trigger stands in the way.
            cursor.execute("SET session_replication_role = replica")
            for table, rows in kept.items():
                if rows:
                    with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                        copy.write(rows)
            cursor.execute("SET session_replication_role = DEFAULT")
            for name, value in sequences:
                if value is not None:
                    cursor.execute("SELECT setval(%s, %s)", [f'public."{name}"', value])

    return restore


def copied(cursor, table):
    with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(bytes(part) for part in copy)
