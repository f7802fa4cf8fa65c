"""Suggest codes for Danish passages, and say why."""
