"""What the tests of the centre's upgrades say about tables: their shape, their rows, how they differ from the schema."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, inspect, select, text

from station.centre.centre_tables import metadata
from station.paths import migrations_folder

COLUMNS = text(
    "SELECT table_name, ordinal_position, column_name, data_type, is_nullable, column_default, collation_name"
    " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
)
CONSTRAINTS = text(
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE conrelid <> 0 AND connamespace = 'public'::regnamespace ORDER BY 1, 2"
)
INDEXES = text("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1")
SQLITE = text("SELECT name, sql FROM sqlite_master ORDER BY 1")
STAMP = "alembic_version"


def shape(connection, *, without=()):
    """Everything the engine says of its tables: names, order, types, collations, keys, defaults."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(SQLITE).all()
    else:
        rows = [row for query in (COLUMNS, CONSTRAINTS, INDEXES) for row in connection.execute(query)]
    return [tuple(row) for row in rows if not any(name in str(row) for name in without)]


def contents(connection, *, without=()):
    """Every row of every table."""
    there = MetaData()
    there.reflect(connection)
    tables = [one for one in there.sorted_tables if one.name not in without]
    return {one.name: sorted(map(repr, connection.execute(select(one)))) for one in tables}


def differences(connection):
    """What Alembic would still change to come to today's schema."""
    options = {"compare_type": True, "compare_server_default": True}
    return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)


def revision_of(connection):
    return MigrationContext.configure(connection).get_current_revision()


def run_to(connection, revision, *, stamped=True):
    """The tables as they were at a revision; not `stamped`: as they were before there was Alembic."""
    config = Config()
    config.set_main_option("script_location", migrations_folder("centre").as_posix())
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    if not stamped:
        connection.execute(text(f"DROP TABLE {STAMP}"))


def names(connection):
    return set(inspect(connection).get_table_names())
