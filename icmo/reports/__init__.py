"""Renderers of the overview: Word, Excel, HTML and CSV. They show the model handed to them and count nothing."""
