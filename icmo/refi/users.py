"""Who has done what, and when: users by their GUIDs, and by the beginnings of these where a file does not name them."""

from __future__ import annotations

from typing import Any

from icmo.i18n import _
from icmo.refi import xml
from icmo.refi.tally import Tally, Topic


class Users:
    """The names of users; each that is asked for has one."""

    def __init__(self, root: Any, tally: Tally) -> None:
        self.names: dict[str, str] = {}
        self._tally = tally
        for element in xml.children(xml.child(root, "Users"), "User"):
            guid = xml.guid_of(element)
            name = xml.named(element) or " ".join(element.get("id", "").split())
            if guid and not name:
                tally.add("user", _("have no name and are called by the beginning of their id"), guid[:8])
            if guid:
                self.names.setdefault(guid, name or guid[:8])

    def name(self, *references: str | None) -> str:
        """The name of the first user given, empty if none is."""
        guid = next((found for one in references if (found := xml.guid(one))), "")
        if guid and guid not in self.names:
            self._tally.add(
                "user", _("are not listed in the file and are called by the beginning of their id"), guid[:8]
            )
            self.names[guid] = guid[:8]
        return self.names[guid] if guid else ""

    def at(self, noun: Topic, *told: str | None) -> str:
        """The first of these times that can be read, empty if none can; what was told in vain is remarked on."""
        at = next((found for one in told if (found := xml.moment(one))), "")
        if not at and (vain := next(filter(None, told), "")):
            self._tally.add(noun, _("have times that cannot be read and lost them"), vain[:30])
        return at
