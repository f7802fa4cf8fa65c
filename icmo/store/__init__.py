"""The project's tables: SQLAlchemy Core on SQLite or PostgreSQL, one module per noun."""
