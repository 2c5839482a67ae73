"""How Alembic reaches our tables: by a connection that it is given, inside a transaction of ours."""

from alembic import context

import storage.tables  # noqa: F401  fills the metadata
from storage.columns import for_postgres, metadata
from storage.schema import VERSION_TABLE

if context.config.attributes["connection"].dialect.name == "postgresql":
    for_postgres()
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
