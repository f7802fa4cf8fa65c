"""Run migrations on the connection that `Database.upgrade` hands over, inside its transaction."""

from alembic import context

from icmo.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
