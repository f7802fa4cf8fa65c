"""The rules for Word documents, in the order in which they are reported."""

from __future__ import annotations

from icmo.reports.check import (
    word_document,
    word_headings,
    word_links,
    word_look,
    word_pictures,
    word_tables,
    word_text,
)
from icmo.reports.check.problems import Rule
from icmo.reports.check.word_file import WordFile

RULES: tuple[Rule[WordFile], ...] = (
    Rule("title", "error", word_document.title),
    Rule("language", "error", word_document.language),
    Rule("language-agrees", "error", word_document.language_agrees),
    Rule("language-known", "warning", word_document.language_known),
    Rule("headings", "error", word_headings.no_headings),
    Rule("heading-top", "error", word_headings.top),
    Rule("heading-order", "error", word_headings.order),
    Rule("heading-empty", "error", word_headings.empty),
    Rule("heading-fake", "warning", word_headings.fake),
    Rule("table-header", "error", word_tables.header),
    Rule("table-row-headers", "error", word_tables.row_headers),
    Rule("table-merged", "error", word_tables.merged),
    Rule("table-nested", "error", word_tables.nested),
    Rule("table-empty-cell", "error", word_tables.empty_cells),
    Rule("table-alt", "error", word_tables.alternative),
    Rule("picture-alt", "error", word_pictures.alternative),
    Rule("picture-alt-weak", "warning", word_pictures.weak),
    Rule("picture-floating", "error", word_pictures.floating),
    Rule("list-typed", "error", word_text.typed_lists),
    Rule("link-text", "error", word_links.says_nothing),
    Rule("link-address", "warning", word_links.address),
    Rule("link-target", "error", word_links.target),
    Rule("note", "error", word_links.notes),
    Rule("contrast", "error", word_look.contrast),
    Rule("text-small", "warning", word_look.small),
    Rule("empty-paragraphs", "error", word_text.empty_paragraphs),
    Rule("protected", "warning", word_document.protected),
    Rule("changes-left", "warning", word_document.changes_left),
    Rule("comments-left", "warning", word_document.comments_left),
)
