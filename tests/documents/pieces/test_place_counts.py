"""How much each municipality tells of each code, against the matrix that counts it independently."""

import pytest

from icmo.compare.matrix import matrix
from icmo.compare.outliers import outliers
from icmo.documents.options import Options
from icmo.documents.pieces.place_counts import PlaceCounts
from icmo.documents.pieces.telling import Telling
from icmo.models import Material
from tests.documents.telling import sample_material


@pytest.fixture(scope="module")
def material() -> Material:
    return sample_material()


def test_quotes_and_shares_are_those_of_the_matrix(material: Material) -> None:
    counts, known = PlaceCounts(Telling(material, Options())), matrix(material)
    shares = known.values("share")
    for row in known.rows:
        for column in known.columns:
            assert len(counts.at(row.id, column.id)) == known.cell(row.id, column.id).citations
            assert counts.share(row.id, column.id) == pytest.approx(shares.loc[row.id, column.id])


def test_all_quotes_of_a_municipality_are_those_of_its_column(material: Material) -> None:
    counts = PlaceCounts(Telling(material, Options()))
    assert counts.totals == {column.id: column.citations for column in matrix(material).columns}


def test_who_stands_out_is_who_stands_out_in_the_matrix(material: Material) -> None:
    known = {(one.municipality, one.row.id, one.citations) for one in outliers(matrix(material))}
    found = PlaceCounts(Telling(material, Options())).standing_out
    assert {(place, one.row.id, one.citations) for place, some in found.items() for one in some} == known
