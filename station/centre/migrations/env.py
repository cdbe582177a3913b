"""Alembic's environment, run inside the program: one transaction, so that a kill heals itself."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
