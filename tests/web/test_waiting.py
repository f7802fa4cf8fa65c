"""Files between their preview and their import: few, not for long, and gone from the disk when they are gone."""

from __future__ import annotations

import io
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from icmo.errors import InvalidError, NotFoundError
from icmo.web import waiting
from icmo.web.exchanging import Told
from icmo.web.waiting import Waiting, WaitingRoom

DONE = Told("", "", (), (), False)


@dataclass
class Clock:
    """A clock that stands until somebody moves it."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(clock: Clock) -> WaitingRoom:
    return WaitingRoom(clock=clock)


def _keep(room: WaitingRoom, name: str = "a.qdpx", data: bytes = b"PK") -> Waiting:
    return room.find(room.keep(io.BytesIO(data), name, len(data)))


def _is_kept(room: WaitingRoom, file: Waiting) -> bool:
    try:
        return room.find(file.key) is file
    except NotFoundError:
        return False


def test_a_file_is_found_by_its_key_with_its_own_name(room: WaitingRoom) -> None:
    kept = _keep(room, "Nordvig åben.qdpx", b"PK\x03\x04")
    assert (kept.name, kept.path.read_bytes()) == ("Nordvig åben.qdpx", b"PK\x03\x04")


def test_two_files_of_one_name_are_two(room: WaitingRoom) -> None:
    one, other = _keep(room, data=b"1"), _keep(room, data=b"2")
    assert (one.path.read_bytes(), other.path.read_bytes()) == (b"1", b"2")


def test_keys_cannot_be_guessed(room: WaitingRoom) -> None:
    keys = {_keep(room).key for _number in range(50)}
    assert len(keys) == 50
    assert all(len(key) == 32 for key in keys)  # 24 random bytes in base 64


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps other people out of the folder by other means")
def test_nobody_else_on_the_machine_may_look_into_the_folder(room: WaitingRoom) -> None:
    home = _keep(room).path.parent.parent
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


@pytest.mark.parametrize(("seconds", "kept"), [(3599.0, True), (3600.0, False)])
def test_a_file_waits_an_hour(room: WaitingRoom, clock: Clock, seconds: float, kept: bool) -> None:
    file = _keep(room)
    clock.now += seconds
    assert (_is_kept(room, file), file.path.exists()) == (kept, kept)


def test_of_six_files_the_oldest_goes(room: WaitingRoom) -> None:
    files = [_keep(room, f"{number}.qdpx") for number in range(6)]
    assert [_is_kept(room, one) for one in files] == [False, True, True, True, True, True]
    assert [one.path.exists() for one in files] == [False, True, True, True, True, True]


def test_a_file_that_is_dropped_is_gone_and_may_be_dropped_again(room: WaitingRoom) -> None:
    file = _keep(room)
    room.drop(file.key)
    room.drop(file.key)
    assert not _is_kept(room, file)
    assert not file.path.parent.exists()


def test_when_the_room_closes_all_files_are_gone(room: WaitingRoom) -> None:
    files = [_keep(room) for _number in range(3)]
    room.close()
    assert [one.path.exists() for one in files] == [False] * 3


def test_when_the_room_is_forgotten_its_folder_is_gone_too(clock: Clock) -> None:
    room = WaitingRoom(clock=clock)
    home = _keep(room).path.parent.parent
    del room
    assert not home.exists()


def test_a_file_is_brought_in_once_and_is_then_told_of_without_the_file(room: WaitingRoom) -> None:
    file, brought = _keep(room), []

    def bring(path: Path) -> Told:
        brought.append(path.read_bytes())
        return DONE

    file.bring_in(bring)
    file.bring_in(bring)
    assert (brought, room.find(file.key).told, file.path.exists()) == ([b"PK"], DONE, False)


def test_a_file_that_could_not_be_brought_in_still_waits(room: WaitingRoom) -> None:
    file = _keep(room)

    def fail(_path: Path) -> Told:
        raise InvalidError("no")

    with pytest.raises(InvalidError):
        file.bring_in(fail)
    assert (file.told, file.path.exists()) == (None, True)


def test_a_file_that_is_too_large_is_not_kept(room: WaitingRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MAX_FILE", 3)
    assert _keep(room, data=b"123").path.exists()
    with pytest.raises(InvalidError, match="stor"):
        _keep(room, "stor.qdpx", b"1234")


def test_what_the_disk_does_not_take_is_refused_in_words(room: WaitingRoom) -> None:
    with pytest.raises(InvalidError, match="cannot be kept on this machine") as refused:
        _keep(room, "x" * 300)
    assert refused.value.hint
