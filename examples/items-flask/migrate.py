"""Brings the schema up to date and fills an empty database, as the role that owns the schema. Running it again changes nothing."""

import os
from pathlib import Path

import psycopg
from psycopg import sql
from passwords import hashed


def script(name: str) -> bytes:
    return Path(__file__).with_name("migrations").joinpath(name).read_bytes()


def is_empty(connection: psycopg.Connection, table: str) -> bool:
    return connection.execute(sql.SQL("SELECT FROM {} LIMIT 1").format(sql.Identifier(table))).fetchone() is None


with psycopg.connect(
    host=os.environ.get("DB_HOST", "localhost"), port=os.environ.get("DB_PORT") or 5432, dbname=os.environ["DB_NAME"],
    user=os.environ.get("DB_USER", "migrations"), password=Path(os.environ["DB_PASSWORD_FILE"]).read_text().strip(), application_name="migrate",
) as connection:
    # Replicas that start together migrate one after the other, and wait for as long as the first one takes.
    connection.execute("SET LOCAL lock_timeout = 0")
    connection.execute("SELECT pg_advisory_xact_lock(hashtext('items-api'))")
    connection.execute("RESET lock_timeout")
    connection.execute(script("schema.sql"))
    if is_empty(connection, "items"):
        psycopg.RawCursor(connection).execute(script("seed.sql"), [os.environ.get("SEED_ITEMS", "100000")])
    if is_empty(connection, "users"):
        connection.execute("INSERT INTO users (name, password) SELECT 'user' || n, %s FROM generate_series(1, 100) AS n", [hashed("password")])
    connection.execute("ANALYZE items, users")
