from __future__ import annotations

import pytest

from icmo.models import Kind, Reason, Role
from icmo.suggest.causes import Relation, links, role


@pytest.mark.parametrize(
    ("text", "connective", "relation", "cause", "effect"),
    [
        ("Hun tør, fordi vi øver det.", "fordi", "årsag", "vi øver det", "Hun tør"),
        ("Fordi vi kørte med, tør hun nu selv.", "fordi", "årsag", "vi kørte med", "tør hun nu selv"),
        ("Hvis vi ikke ringer, så falder hun fra.", "hvis", "betingelse", "vi ikke ringer", "falder hun fra"),
        ("Vi øvede det, så hun turde gå alene.", "så", "årsag", "Vi øvede det", "hun turde gå alene"),
        ("Hun blev hørt. Derfor kom hun igen.", "derfor", "årsag", "Hun blev hørt.", "kom hun igen"),
        ("Vi er to, det gør, at vi når det.", "det gør, at", "årsag", "Vi er to", "vi når det"),
        ("Det går godt, selvom hun er syg.", "selvom", "trods", "hun er syg", "Det går godt"),
        ("Jeg får løn. Og det betyder at jeg sover.", "det betyder at", "årsag", "Jeg får løn.", "jeg sover"),
    ],
)
def test_a_connective_tells_cause_from_effect(
    text: str, connective: str, relation: str, cause: str, effect: str
) -> None:
    (link,) = links(text)
    assert (link.connective, link.relation) == (connective, Relation(relation))
    assert (text[slice(*link.cause)], text[slice(*link.effect)]) == (cause, effect)


@pytest.mark.parametrize(
    "text",
    ["Så ringede hun til mig.", "Hun kom om mandagen.", "", "Derfor."],
    ids=["what_came_next", "no_connective", "nothing", "a_connective_alone"],
)
def test_no_link_where_nothing_is_told_as_a_cause(text: str) -> None:
    assert links(text) == []


def test_the_role_is_that_of_the_kind_but_an_outcome_told_as_a_cause_is_a_context() -> None:
    text = "Hun tør ringe, fordi hun taler bedre dansk."
    told, place = links(text), (text.index("taler"), text.index("dansk") + 5)
    reason = Reason("cue", "taler bedre dansk", *place)
    assert role(Kind.OUTCOME, [reason], told) is Role.C
    assert role(Kind.OUTCOME, [reason, Reason("cue", "tør", 4, 7)], told) is Role.O
    assert role(Kind.OUTCOME, [], told) is Role.O
    assert role(Kind.MECHANISM, [reason], told) is Role.M
    assert role(Kind.THEME, [reason], told) is None
