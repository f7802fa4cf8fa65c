"""A report as an accessible Word file that can be published as it is: real headings, lists, captions and footnotes.

`document` puts it together; `template` opens an organisation's own file, `page`, `styles`, `lists` and `notes` fit it
out; `blocks`, `tables` and `figures` write what a report is made of; `writing` is what they share, `markup` the XML.
"""

from __future__ import annotations

from pathlib import Path

from icmo.documents.model import Report
from icmo.i18n import language


def render(report: Report, *, template: Path | bytes | None = None) -> bytes:
    """The report as the bytes of a Word file.

    Parameters
    ----------
    template : an organisation's own Word file or template (.docx, .dotx), whose styles, header, footer and page are
        kept and whose text is not

    Raises
    ------
    NotFoundError, InvalidError
        The template is not there; it is no Word file.
    """
    from icmo.reports.word.document import written  # python-docx is loaded only where it is needed

    with language(report.language):
        return written(report, template)
