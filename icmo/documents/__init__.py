"""What each report says: builders that make blocks, tables, figures and numbered quotes of a project's material."""
