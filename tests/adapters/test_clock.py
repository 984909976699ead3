"""The clock of this computer."""

from __future__ import annotations

import datetime as dt
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cramp_coach.adapters.clock import SystemClock, zone_name

if TYPE_CHECKING:
    from cramp_coach.core.ports import Clock


def test_the_wall_hand_knows_its_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    clock: Clock = SystemClock()
    monkeypatch.setenv("TZ", "UTC-5:30")
    before = clock.wall()
    assert before.utcoffset() == dt.timedelta(hours=5, minutes=30)
    assert abs(before - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=5)  # noqa: TID251


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has one zone per process")
def test_a_traveller_gets_the_new_zone_without_a_restart(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SystemClock()
    monkeypatch.setenv("TZ", "UTC-1")
    assert clock.wall().utcoffset() == dt.timedelta(hours=1)
    monkeypatch.setenv("TZ", "UTC+8")
    assert clock.wall().utcoffset() == dt.timedelta(hours=-8)
    monkeypatch.delenv("TZ")
    clock.wall()


def test_the_other_hands_never_go_back() -> None:
    clock = SystemClock()
    boots = [clock.boot() for _ in range(200)]
    awakes = [clock.awake() for _ in range(200)]
    assert boots == sorted(boots)
    assert awakes == sorted(awakes)


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux says of itself")
def test_the_boot_hand_is_the_age_of_the_machine() -> None:
    uptime = float(Path("/proc/uptime").read_text("ascii").split()[0])
    assert abs(SystemClock().boot() - uptime) < 5
    assert SystemClock().awake() <= SystemClock().boot() + 0.01


def test_this_start_of_the_machine_has_one_name() -> None:
    name = SystemClock().boot_id()
    assert name == SystemClock().boot_id()
    if sys.platform == "linux":
        assert str(uuid.UUID(name)) == name


def test_where_the_system_tells_no_name_there_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("cramp_coach.adapters.clock._BOOT_ID", tmp_path / "gone")
    monkeypatch.setattr("sys.platform", "linux")
    assert SystemClock().boot_id() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a link of the file system")
def test_the_zone_is_that_of_the_link_or_of_the_one_who_started_us(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rules = tmp_path / "zoneinfo" / "Europe" / "London"
    rules.parent.mkdir(parents=True)
    rules.touch()
    (tmp_path / "localtime").symlink_to(rules)
    (tmp_path / "copy").touch()
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.setattr("cramp_coach.adapters.clock.LOCAL_TIME", str(tmp_path / "localtime"))
    assert zone_name() == "Europe/London"
    monkeypatch.setattr("cramp_coach.adapters.clock.LOCAL_TIME", str(tmp_path / "copy"))
    assert zone_name() == ""
    monkeypatch.setenv("TZ", ":Asia/Tokyo")
    assert zone_name() == "Asia/Tokyo"
