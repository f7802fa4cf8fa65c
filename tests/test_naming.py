"""What values are called: every value has a name, and none is printed as it is kept."""

import pytest

from icmo import i18n, naming
from icmo.models import InformantType, Kind, MemoKind, Polarity, Role, Stance

NAMES = [
    (naming.kind_name, Kind),
    (naming.kinds_name, Kind),
    (naming.role_name, Role),
    (naming.polarity_name, Polarity),
    (naming.stance_name, Stance),
    (naming.informants_name, InformantType),
    (naming.informant_name, InformantType),
    (naming.memo_kind_name, MemoKind),
]


@pytest.mark.parametrize(("name", "values"), NAMES, ids=lambda one: getattr(one, "__name__", None))
def test_every_value_has_a_name_of_its_own(name, values):
    with i18n.language("en"):
        assert len({name(value) for value in values}) == len(values)


@pytest.mark.parametrize("values", [Polarity, Stance, InformantType])
def test_no_english_name_is_the_danish_value(values):
    named = {Polarity: naming.polarity_name, Stance: naming.stance_name, InformantType: naming.informant_name}
    with i18n.language("en"):
        assert not {named[values](value) for value in values} & {value.value for value in values}
