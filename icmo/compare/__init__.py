"""Comparisons of municipalities and of what is told in them: pure functions of the material."""
