"""Rounds of blind coding: who reads what, and that nobody sees what another has coded before the round is closed."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from icmo.errors import ConflictError, InvalidError, NotFoundError
from icmo.models import InformantType, Material, Transcript
from icmo.project import Project
from icmo.rounds import Asked, drawn, shared_out

TEXT = "KVINDE: Jeg tog bussen selv. Så fik jeg et arbejde i køkkenet, og det betød alt for mig.\n"
SECRET = "hemmeligt notat om læsningen"


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Project]:
    """A project of three interviews; AML has coded in all of them before any round."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(TEXT + f"KVINDE: Jeg hedder nummer {name}.\n", encoding="utf-8")
    with Project.create(tmp_path / "two.icmo", codebook="kib-icmo", coder="AML") as project:
        project.import_files([folder])
        for name in ("a", "b", "c"):
            note = SECRET if name != "c" else "ikke hemmeligt"
            coding = project.code(name, "meningsfuldhed", coder="AML", quote="det betød alt for mig", memo=note)
            project.configure([("O", coding.guid)], coder="AML", memo=note)
            project.add_memo("proces", note, about="coding", subject=coding.guid, coder="AML")
        yield project


def guid_of(project: Project, name: str) -> str:
    return project.transcript(name).guid


# --- Who reads what -----------------------------------------------------------------------------------


def text(n: int, municipality: str, kind: InformantType, words: int = 10) -> Transcript:
    said = " ".join(["ord"] * words)
    return Transcript(f"t{n:03}", f"t{n}", said, str(n), municipality=municipality, informant_type=kind)


WOMAN, COMPANY = InformantType.WOMAN, InformantType.COMPANY
FORTY = [text(n, "Egeholm" if n < 24 else "Åmose", WOMAN if n % 4 else COMPANY) for n in range(40)]


def test_a_draw_gives_every_stratum_its_share() -> None:
    """24 + 16 interviews, a quarter with companies: 6 + 18 and 4 + 12, so half of them are 3 + 9 and 2 + 6."""
    found = Counter((one.municipality, one.informant_type) for one in drawn(FORTY, 0.5))
    expected = {("Egeholm", COMPANY): 3, ("Egeholm", WOMAN): 9, ("Åmose", COMPANY): 2, ("Åmose", WOMAN): 6}
    assert found == expected


def test_remainders_go_to_the_strata_that_they_are_largest_in() -> None:
    """A fifth of 40 is 8: quotas 1.2, 3.6, 0.8, 2.4 give 1, 3, 0, 2, and the last two go to 0.8 and 0.6."""
    found = Counter((one.municipality, one.informant_type) for one in drawn(FORTY, 0.2))
    assert found == {("Egeholm", COMPANY): 1, ("Egeholm", WOMAN): 4, ("Åmose", COMPANY): 1, ("Åmose", WOMAN): 2}


def test_the_same_seed_draws_the_same_and_another_seed_others() -> None:
    assert drawn(FORTY, 0.3, seed=1) == drawn(tuple(reversed(FORTY)), 0.3, seed=1)[::-1]
    assert len({tuple(one.guid for one in drawn(FORTY, 0.3, seed=seed)) for seed in range(5)}) > 1


def test_every_transcript_has_an_equal_chance() -> None:
    """In 2,000 draws of 2 of 8 each is drawn 500 times on average, with a standard deviation of about 19."""
    eight = [text(n, "Egeholm", WOMAN) for n in range(8)]
    times = Counter(one.guid for seed in range(2000) for one in drawn(eight, 0.25, seed))
    assert all(abs(n - 500) < 100 for n in times.values()) and len(times) == 8


@pytest.mark.parametrize("share", [0, -0.1, 1.01, float("nan")])
def test_a_share_is_above_nought_and_at_most_one(share: float) -> None:
    with pytest.raises(InvalidError):
        drawn(FORTY, share)


def test_pairs_of_three_coders_get_about_as_many_words_each() -> None:
    long_and_short = [text(n, "Egeholm", WOMAN, words=100 * (1 + n % 5)) for n in range(30)]
    made = shared_out(long_and_short, Asked(("AML", "BKH", "TBS"), share=1, each=2))
    words = {one.guid: one.words for one in long_and_short}
    load = Counter[str]()
    for one in made:
        load[one.reader] += words[one.transcript]
    assert Counter(Counter(one.transcript for one in made).values()) == {2: 30}
    assert max(load.values()) - min(load.values()) <= 500


@pytest.mark.parametrize(
    "asked",
    [Asked(("AML",), share=1), Asked(("AML", "AML"), share=1), Asked(("AML", "BKH"), share=1, each=3)],
    ids=["one coder", "the same twice", "more than there are"],
)
def test_a_round_needs_two_readers_of_each_transcript(asked: Asked) -> None:
    with pytest.raises(InvalidError):
        shared_out(FORTY, asked)


# --- Opened, read, closed -----------------------------------------------------------------------------


def test_a_round_is_of_named_transcripts_or_of_a_share(two: Project) -> None:
    with pytest.raises(InvalidError):
        two.open_round("R", ["AML", "BKH"], coder="LED")
    with pytest.raises(InvalidError):
        two.open_round("R", ["AML", "BKH"], of=["a"], share=0.5, coder="LED")
    with pytest.raises(InvalidError, match="nowhere"):
        two.open_round("R", ["AML", "BKH"], of=["a", "nowhere"], coder="LED")
    assert two.rounds() == ()


def test_a_transcript_is_in_one_open_round_at_a_time(two: Project) -> None:
    two.open_round("R1", ["AML", "BKH"], of=["a"], coder="LED")
    with pytest.raises(InvalidError, match="R1"):
        two.open_round("R2", ["AML", "TBS"], of=["a", "b"], coder="LED")
    two.close_round("R1", coder="LED", early=True)
    assert two.open_round("R2", ["AML", "TBS"], of=["a", "b"], coder="LED").readers == ("AML", "TBS")


def test_a_round_is_closed_when_all_are_done_or_early_when_that_is_said(two: Project) -> None:
    two.open_round("R", ["AML", "BKH"], of=["a", "b"], coder="LED")
    for name in ("a", "b"):
        two.mark_done(name, coder="AML")
    two.mark_done("a", coder="BKH")
    with pytest.raises(ConflictError, match="BKH"):
        two.close_round("R", coder="LED")
    two.mark_done("b", coder="BKH")
    closed = two.close_round("R", coder="LED")
    assert (closed.closed_by, bool(closed.closed)) == ("LED", True)
    with pytest.raises(InvalidError):
        two.close_round("R", coder="LED")


def test_who_is_done_can_say_not_yet(two: Project) -> None:
    two.open_round("R", ["AML", "BKH"], of=["a"], coder="LED")
    assert two.mark_done("a", coder="BKH").done
    assert not two.mark_done("a", coder="BKH", done=False).done
    with pytest.raises(NotFoundError):
        two.mark_done("b", coder="BKH")
    two.close_round("R", coder="LED", early=True)
    assert two.mark_done("a", coder="BKH").done


def test_progress_tells_what_is_begun_and_done_in_transcripts_and_words(two: Project) -> None:
    two.open_round("R", ["AML", "BKH"], of=["a", "b"], coder="LED")
    two.mark_done("a", coder="AML")
    words = len(two.transcript("a").text.split())
    aml, bkh = two.round_progress("R")
    assert (aml.reader, aml.transcripts, aml.begun, aml.done, aml.words, aml.words_done) == (
        *("AML", 2, 2, 1),
        *(2 * words, words),
    )
    assert (bkh.transcripts, bkh.begun, bkh.done, bkh.words_done) == (2, 0, 0, 0)


def test_a_transcript_can_be_given_to_one_more_and_taken_from_one_of_three(two: Project) -> None:
    two.open_round("R", ["AML", "BKH"], of=["a"], coder="LED")
    assert two.assign("R", "a", "TBS", coder="LED").readers == ("AML", "BKH", "TBS")
    with pytest.raises(InvalidError):
        two.assign("R", "a", "TBS", coder="LED")
    assert two.release("R", "a", "BKH", coder="LED").readers == ("AML", "TBS")
    with pytest.raises(InvalidError):
        two.release("R", "a", "TBS", coder="LED")


def test_undo_takes_back_codings_and_no_round(two: Project) -> None:
    """Opening a round is said to others; taking it back by a key that is pressed twice would show them all."""
    two.open_round("R", ["AML", "BKH"], of=["a"], coder="AML")
    assert [one.noun for one in two.undo("AML")] == ["memo"]
    assert not two.round("R").closed


# --- Blind --------------------------------------------------------------------------------------------


@pytest.fixture
def blind(two: Project) -> Project:
    """BKH codes “a” and “b” blind to what AML has coded and codes there."""
    two.suggest()
    two.open_round("R", ["AML", "BKH"], of=["a", "b"], coder="LED")
    coding = two.code("a", "problemloesning", coder="AML", quote="tog bussen selv", memo=SECRET)
    two.configure([("M", coding.guid)], coder="AML", statement=SECRET)
    return two


def coded(material: Material) -> Counter[tuple[str, str]]:
    names = {one.guid: one.name for one in material.transcripts}
    return Counter((names[one.transcript], one.coder) for one in material.codings)


def test_each_sees_their_own_and_what_is_not_in_the_round(blind: Project) -> None:
    mine = blind.code("b", "meningsfuldhed", coder="BKH", quote="det betød alt for mig")
    assert coded(blind.seen_by("AML").material()) == {("a", "AML"): 2, ("b", "AML"): 1, ("c", "AML"): 1}
    assert coded(blind.seen_by("BKH").material()) == {("b", "BKH"): 1, ("c", "AML"): 1}
    assert blind.seen_by("BKH").coding(mine.guid) and not blind.seen_by("AML").coding(mine.guid)


def test_who_takes_no_part_sees_no_reading_of_the_round(blind: Project) -> None:
    for view in (blind, blind.seen_by("LED"), blind.seen_by("")):
        assert coded(view.material()) == {("c", "AML"): 1}


def test_configurations_memos_and_links_of_what_is_hidden_are_hidden(blind: Project) -> None:
    seen = blind.seen_by("BKH").material()
    assert (len(seen.configurations), len(seen.memos)) == (1, 1)
    own = blind.seen_by("AML").material()
    assert (len(own.configurations), len(own.memos)) == (4, 3)
    assert len(blind.seen_by("BKH").marked("a").configurations) == 0
    assert blind.seen_by("BKH").memos() == seen.memos


def test_nothing_in_the_log_tells_how_another_reads(blind: Project) -> None:
    told = repr(blind.seen_by("BKH").log()) + blind.seen_by("BKH").history().to_csv()
    assert SECRET not in told and "ikke hemmeligt" in told
    assert SECRET in repr(blind.seen_by("AML").log())
    hidden = {one.guid for one in blind.seen_by("AML").material().codings} - {
        one.guid for one in blind.seen_by("BKH").material().codings
    }
    assert hidden and not [one for one in blind.seen_by("BKH").state(since=0)[2] if one.split()[1] in hidden]


def test_a_coding_of_the_log_is_hidden_when_the_viewer_changed_its_code_by_merging_codes(two: Project) -> None:
    """The entry is by BKH, but what it says is AML's."""
    two.code("a", "problemloesning", coder="AML", quote="tog bussen selv", memo=SECRET)
    two.merge_codes("problemloesning", "meningsfuldhed", coder="BKH")
    two.open_round("R", ["AML", "BKH"], of=["a", "b"], coder="LED")
    told = [repr(one) for one in two.seen_by("BKH").log() if one.noun == "coding"]
    assert told and not [one for one in told if SECRET in one]


def test_nobody_can_change_what_they_cannot_see(blind: Project) -> None:
    own = blind.seen_by("AML").material()
    claim = next(one for one in own.configurations if one.statement == SECRET)
    memo = own.memos[-1]
    hidden = next(one for one in own.codings if one.guid == memo.subject)
    for act in (
        lambda: blind.recode(hidden.guid, coder="BKH", code="problemloesning"),
        lambda: blind.uncode(hidden.guid, coder="BKH"),
        lambda: blind.configure([("M", hidden.guid)], coder="BKH"),
        lambda: blind.reconfigure(claim.guid, coder="BKH", memo="x"),
        lambda: blind.unconfigure(claim.guid, coder="BKH"),
        lambda: blind.add_memo("proces", "x", about="coding", subject=hidden.guid, coder="BKH"),
        lambda: blind.change_memo(memo.guid, coder="BKH", text="x"),
        lambda: blind.remove_memo(memo.guid, coder="BKH"),
    ):
        with pytest.raises((NotFoundError, ConflictError)):
            act()
    assert blind.recode(hidden.guid, coder="AML", memo="mit eget").memo == "mit eget"


def test_only_its_readers_code_a_transcript_of_a_round(blind: Project) -> None:
    with pytest.raises(InvalidError, match="TBS"):
        blind.code("a", "meningsfuldhed", coder="TBS", quote="det betød alt for mig")
    with pytest.raises(InvalidError, match="TBS"):
        blind.mark(guid_of(blind, "a"), ["meningsfuldhed"], coder="TBS", start=8, end=20)
    assert blind.code("c", "meningsfuldhed", coder="TBS", quote="det betød alt for mig")


def test_a_transcript_is_not_corrected_while_it_is_coded_blind(blind: Project) -> None:
    with pytest.raises(InvalidError):
        blind.correct("a", TEXT.replace("bussen", "toget"), coder="BKH")
    preview = blind.seen_by("BKH").preview_correction("a", "KVINDE: Noget helt andet.")
    assert not preview.lost and not preview.moved


def test_suggestions_are_gone_and_come_anew_without_what_is_hidden(blind: Project) -> None:
    """What was suggested before the round was learned from AML's codings, in “a” too."""
    assert not blind.seen_by("BKH").material().suggestions
    learned: list[int] = []
    from icmo import suggesting

    original = suggesting.labels

    def counting(material: Material, *args: object, **named: object) -> object:
        """Count what the engine learns from."""
        learned.append(len(material.codings))
        return original(material, *args, **named)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suggesting, "labels", counting)
        blind.seen_by("AML").suggest()
    assert learned == [1]  # the one in “c”
    shown = {one.transcript for one in blind.seen_by("BKH").material().suggestions}
    assert shown <= {guid_of(blind, "c")}


def test_a_round_may_show_suggestions(two: Project) -> None:
    two.open_round("R", ["AML", "BKH"], of=["a"], suggestions=True, coder="LED")
    two.suggest()
    found = [one for one in two.seen_by("BKH").material().suggestions if one.transcript == guid_of(two, "a")]
    assert found
    assert two.decide(found[0].guid, "accept", coder="BKH").coding
    with pytest.raises(InvalidError):
        two.decide(found[1].guid, "accept", coder="TBS")


def test_a_quote_withheld_by_a_hidden_choice_stays_withheld(two: Project) -> None:
    """What is withheld is printed nowhere, blind or not."""
    own = two.material().codings[0]
    two.choose_quote([own.guid], verdict="tilbageholdt", coder="AML")
    name = two.transcript(own.transcript).name
    two.open_round("R", ["AML", "BKH"], of=[name], coder="LED")
    mine = two.code(name, "problemloesning", coder="BKH", quote="betød alt")
    assert [(one.coding, one.verdict) for one in two.seen_by("BKH").material().choices] == [(mine.guid, "tilbageholdt")]


def test_what_a_reader_took_as_a_cue_or_exported_is_hidden_from_the_others(blind: Project, tmp_path: Path) -> None:
    blind.decide_cue("meningsfuldhed", "betød alt", "accept", coder="AML")
    blind.seen_by("AML").export_report("overview", tmp_path / "o.html", coder="AML")
    assert not blind.seen_by("BKH").material().cues and not blind.seen_by("BKH").exports()
    assert blind.seen_by("AML").material().cues and blind.seen_by("AML").exports()


def test_all_is_seen_when_the_round_is_closed(blind: Project) -> None:
    blind.close_round("R", coder="LED", early=True)
    assert coded(blind.material()) == {("a", "AML"): 2, ("b", "AML"): 1, ("c", "AML"): 1}
    assert SECRET in repr(blind.log())


def test_no_export_of_a_view_holds_what_is_hidden(blind: Project, tmp_path: Path) -> None:
    view = blind.seen_by("BKH")
    view.export_codings(tmp_path / "codings.jsonl")
    view.export_exchange(tmp_path / "out.qdpx")
    view.export_data_package(tmp_path / "package", texts=True)
    view.export_transcripts(tmp_path / "coded", suffix=".html")
    view.export_brat(tmp_path / "brat")
    from zipfile import ZipFile

    with ZipFile(tmp_path / "out.qdpx") as package:
        told = b"".join(package.read(name) for name in package.namelist()).decode()
    texts = [path for path in tmp_path.rglob("*") if path.suffix in (".jsonl", ".csv", ".json", ".html", ".ann")]
    told += "".join(path.read_text(encoding="utf-8") for path in texts)
    assert SECRET not in told and "det betød alt for mig" in told
    hidden = {one.guid for one in blind.seen_by("AML").material().codings} - {
        one.guid for one in view.material().codings
    }
    assert hidden and not [guid for guid in hidden if guid in told.lower()]


def test_what_everybody_reads_is_not_written_by_those_who_take_part(blind: Project) -> None:
    """Such a row is one for all, and would tell how they code."""
    for act in (
        lambda: blind.write_summary("meningsfuldhed", guid_of(blind, "c"), SECRET, coder="AML"),
        lambda: blind.write_report_text("overview", SECRET, coder="AML"),
        lambda: blind.edit_overview("hide", "M", "meningsfuldhed", coder="AML"),
        lambda: blind.save_view(SECRET, {"text": SECRET}, coder="AML"),
        lambda: blind.write_summary("meningsfuldhed", guid_of(blind, "a"), SECRET, coder="LED"),
        lambda: blind.add_memo("proces", SECRET, about="transcript", subject="a", coder="LED"),
    ):
        with pytest.raises(InvalidError, match="blind"):
            act()
    assert blind.write_summary("meningsfuldhed", guid_of(blind, "c"), "Hun arbejder.", coder="LED")


def test_a_configuration_that_all_see_gets_no_part_that_is_blind(blind: Project) -> None:
    """It would vanish for the others, and so tell that a part was added."""
    shown = blind.material().configurations[0]
    hidden = next(one for one in blind.seen_by("AML").material().codings if one.transcript == guid_of(blind, "a"))
    with pytest.raises(InvalidError, match="blind"):
        blind.reconfigure(shown.guid, coder="AML", parts=[*shown.parts, ("M", hidden.guid)])
    own = blind.configure([("O", hidden.guid)], coder="AML")
    with pytest.raises(InvalidError, match="blind"):
        blind.merge_configurations(shown.guid, own.guid, coder="AML")


def test_a_cue_of_another_stays_until_the_round_is_closed_and_then_the_later_decision_holds(two: Project) -> None:
    two.decide_cue("meningsfuldhed", "betød alt", "accept", coder="LED")
    two.open_round("R", ["AML", "BKH"], of=["a"], coder="LED")
    two.decide_cue("meningsfuldhed", "betød alt", "reject", coder="AML")
    assert [one.coder for one in two.seen_by("BKH").material().cues] == ["LED"]
    assert [one.coder for one in two.seen_by("AML").material().cues] == ["AML"]
    two.close_round("R", coder="LED", early=True)
    assert [one.coder for one in two.material().cues] == ["AML"]


def test_undoing_a_merge_of_codes_tells_nothing_of_what_another_coded_with_them(blind: Project) -> None:
    blind.merge_codes("problemloesning", "meningsfuldhed", coder="BKH")
    assert {one.noun for one in blind.undo("BKH")} <= {"codebook", "lexicon"}


def test_what_another_coded_blind_is_not_brought_in_by_one_who_takes_part(blind: Project, tmp_path: Path) -> None:
    """Whether it is there already must not be told either."""
    blind.seen_by("AML").export_exchange(tmp_path / "aml.qdpx")
    before = blind.seen_by("AML").material().codings
    with pytest.raises(InvalidError, match="coding blind"):
        blind.import_exchange(tmp_path / "aml.qdpx", coder="BKH")
    assert not blind.import_exchange(tmp_path / "aml.qdpx", coder="LED").new.codings
    assert blind.seen_by("AML").material().codings == before


# --- Copies that are handed out -----------------------------------------------------------------------


def test_a_copy_for_a_coder_holds_nothing_of_the_others(blind: Project, tmp_path: Path) -> None:
    """Not even for somebody who opens the file with another program."""
    own = blind.code("a", "meningsfuldhed", coder="BKH", quote="det betød alt for mig")
    place = blind.hand_out(tmp_path / "bkh.icmo", reader="BKH")
    hidden = {one.guid for one in blind.seen_by("AML").material().codings if one.transcript != guid_of(blind, "c")}
    raw = place.read_bytes()
    assert own.guid.encode() in raw
    assert len(hidden) == 3 and not [guid for guid in hidden if guid.encode() in raw]
    with sqlite3.connect(place) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with Project.open(place) as copy:
        assert coded(copy.seen_by("BKH").material()) == {("a", "BKH"): 1, ("c", "AML"): 1}
        assert copy.code("b", "meningsfuldhed", coder="BKH", quote="det betød alt for mig")
        assert copy.undo("BKH")


def test_a_copy_that_another_makes_lacks_what_its_reader_has_coded_blind(blind: Project, tmp_path: Path) -> None:
    own = blind.code("a", "meningsfuldhed", coder="BKH", quote="det betød alt for mig")
    place = blind.hand_out(tmp_path / "bkh.icmo", reader="BKH", own=False)
    assert own.guid.encode() not in place.read_bytes()
    with Project.open(place) as copy:
        assert coded(copy.seen_by("BKH").material()) == {("c", "AML"): 1}


def test_a_copy_is_for_somebody_who_reads_and_overwrites_nothing(blind: Project, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        blind.hand_out(tmp_path / "x.icmo", reader="LED")
    (tmp_path / "there.icmo").write_text("mine")
    with pytest.raises(Exception, match="there"):
        blind.hand_out(tmp_path / "there.icmo", reader="BKH")
    assert (tmp_path / "there.icmo").read_text() == "mine"


def test_an_unfinished_copy_is_taken_away(blind: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from icmo.store import handout

    def failing(*_args: object) -> None:
        """Fail half-way."""
        raise OSError("full")

    monkeypatch.setattr(handout, "_insert", failing)
    with pytest.raises(OSError, match="full"):
        blind.hand_out(tmp_path / "half.icmo", reader="BKH")
    assert not list(tmp_path.glob("half*"))
