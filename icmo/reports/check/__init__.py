"""Check that a report is accessible before it is published: Word, Excel and HTML, ours or anybody's.

What is looked for is what Word's own Accessibility Checker, PAC and WCAG 2.1 AA ask of a document that a program can
see for itself. Out of its reach, and left to a reader: whether an alternative text says what the picture shows, whether
there is text in a picture, whether a text is written in the language that it is marked with, and in HTML the contrast
and what scripts do (axe, in a browser, sees those).
"""

from __future__ import annotations

from icmo.reports.check.checking import SUFFIXES, check
from icmo.reports.check.problems import Problem

__all__ = ["SUFFIXES", "Problem", "check"]
