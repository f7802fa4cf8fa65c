"""What comparisons keep: the summaries in the framework matrix, and what the interview guide asks about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from icmo.coding import one_of, require_code
from icmo.errors import ConflictError, NotFoundError
from icmo.i18n import _
from icmo.models import InformantType, Summary
from icmo.project_writing import ProjectWriting
from icmo.stamps import new_guid
from icmo.store import guide, summaries
from icmo.store.journal import Journal


class ProjectComparing(ProjectWriting):
    """The part of `icmo.project.Project` that has to do with comparing cases."""

    def write_summary(self, code: str, case: str, text: str, *, coder: str, seen: str | None = None) -> Summary | None:
        """Write what one case says about one code, in a cell of the framework matrix; no text empties the cell.

        Parameters
        ----------
        case : a municipality, a transcript's GUID or an informant type, as the matrix has it in its columns
        seen : the text that stood there when the cell was read ("" for an empty cell)

        Raises
        ------
        NotFoundError, ConflictError
            An unknown code or case; or somebody has written in the cell since it was `seen`.
        """
        material = self.material()
        require_code(material.codebook, code)
        known = {*material.municipalities, *material.transcript_by_guid, *InformantType}
        if case not in known:
            raise NotFoundError(
                _("There is no case “{name}”.").format(name=case),
                _("Known: {names}.").format(names=", ".join(material.municipalities)),
            )
        with self._writing(coder) as step:
            self._for_all(step, case)
            _refuse_overwriting(step, code, case, seen)
            summaries.write(step, Summary(new_guid(), code, case, text.strip(), coder, ""))
            return _summary(step, code, case)

    def guide(self) -> Mapping[str, tuple[str, ...]]:
        """The codes that the interview guide asks about, by informant type."""
        with self._database.read() as connection:
            return guide.read(connection)

    def set_guide(self, informant_type: str | InformantType, codes: Iterable[str], *, coder: str) -> None:
        """Say which codes (and those below them) informants of a type were asked about; none: nothing is known.

        Raises
        ------
        InvalidError, NotFoundError
            An unknown informant type or code.
        """
        of_type: InformantType = one_of(InformantType, informant_type)
        with self._writing(coder) as step:
            guide.write(step, of_type.value, [require_code(self.codebook, code).id for code in codes])


def _summary(step: Journal, code: str, case: str) -> Summary | None:
    return next((s for s in summaries.all_summaries(step.connection) if (s.code, s.case) == (code, case)), None)


def _refuse_overwriting(step: Journal, code: str, case: str, seen: str | None) -> None:
    there = _summary(step, code, case)
    if seen is not None and seen != (there.text if there else ""):
        raise ConflictError(
            _("Somebody has written in this cell since you read it."),
            _("What stands there now is shown; make your change again if it is still needed."),
        )
