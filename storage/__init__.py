"""Where things are kept: SQLite by default, PostgreSQL through DATABASE_URL."""
