"""The settings file: what was saved is loaded again; what is damaged costs only itself."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import tomllib
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cramp_coach.adapters.problems import Problem, Trouble
from cramp_coach.adapters.settings_file import LoadedSettings, as_toml, load, save
from cramp_coach.core.content import Muscle, Side
from cramp_coach.core.settings import Health, Help, Last, Screen, Settings, Sound

MANY = hypothesis_settings(max_examples=150, deadline=None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def texts(longest: int) -> st.SearchStrategy[str]:
    return st.text(st.characters(exclude_categories=["Cs"]), max_size=longest)


clock_times = st.times().map(lambda time: time.strftime("%H:%M"))
any_settings = st.builds(
    Settings,
    health=st.builds(Health, **{name: st.booleans() for name in Health.__struct_fields__}),
    help=st.builds(
        Help,
        country=st.sampled_from(["", "DE", "GB"]),
        ambulance=texts(20),
        urgent_line=texts(20),
        contact_name=texts(40),
        contact_number=texts(20),
        my_name=texts(40),
    ),
    screen=st.builds(
        Screen,
        distance_m=st.floats(0.4, 5.0),
        mm_per_px=st.floats(0.0, 2.0),
        theme=st.sampled_from(["day", "night", "time"]),
        night_from=clock_times,
        day_from=clock_times,
        text_percent=st.integers(100, 200),
        motion=st.sampled_from(["system", "full", "reduced"]),
    ),
    sound=st.builds(
        Sound,
        voice=st.booleans(),
        voice_name=texts(80),
        words_per_minute=st.integers(100, 200),
        volume=st.integers(0, 100),
        tones=st.booleans(),
    ),
    last=st.builds(Last, muscle=st.sampled_from(Muscle), side=st.sampled_from([None, *Side])),
    first_run_done=st.booleans(),
    understood=st.booleans(),
    minimise_on_close=st.booleans(),
)

CHOSEN = Settings(
    health=Health(numb=True),
    help=Help(country="GB", contact_name='Jo "the neighbour" \\ flat 2', contact_number="+44 1"),
    screen=Screen(distance_m=2.5, theme="night"),
    sound=Sound(volume=35, voice_name="Ingrid"),
    last=Last(muscle=Muscle.FOOT, side=Side.LEFT),
    first_run_done=True,
)


@MANY
@given(any_settings)
def test_whatever_is_saved_is_loaded_again(chosen: Settings) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.toml"
        assert save(path, chosen) is None
        assert load(path) == LoadedSettings(chosen)


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example('\0\x07\b\t\n\f\r\x1b\x7f\x85\u2028"""\'\\u0041')
def test_any_text_survives_the_writing(text: str) -> None:
    written = as_toml(Settings(help=Help(my_name=text)))
    assert tomllib.loads(written)["help"]["my_name"] == text


def test_a_text_that_is_none_does_not_stop_the_saving(path: Path) -> None:
    assert save(path, Settings(help=Help(my_name="Jo\ud800"))) is None
    assert load(path).settings.help.my_name == "Jo?"


def test_the_file_can_be_read_by_a_person(path: Path) -> None:
    save(path, CHOSEN)
    text = path.read_text("utf-8")
    assert text.startswith("first_run_done = true\nunderstood = false\nminimise_on_close")
    assert '\n[screen]\ndistance_m = 2.5\nmm_per_px = 0.0\ntheme = "night"\n' in text
    assert text.endswith('\n[last]\nmuscle = "foot"\nside = "left"\n')


def test_no_file_means_defaults_and_is_no_problem(path: Path) -> None:
    assert load(path) == LoadedSettings(Settings())
    assert list(path.parent.iterdir()) == []


def test_the_file_is_the_persons_alone_and_nothing_else_is_left(path: Path) -> None:
    folder = path.parent / "new"
    save(folder / "settings.toml", CHOSEN)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_link_stays_a_link(path: Path) -> None:
    real = path.parent / "elsewhere.toml"
    real.touch()
    path.symlink_to(real)
    save(path, CHOSEN)
    assert path.is_symlink()
    assert load(real).settings == CHOSEN


DAMAGE = [
    ("volume = 35", "volume = 350", "sound.volume", {"sound": {"volume": 80}}),
    ("volume = 35", 'volume = "loud"', "sound.volume", {"sound": {"volume": 80}}),
    ("volume = 35", "volume = ", "sound.volume", {"sound": {"volume": 80}}),
    ("volume = 35", "volume = 35\nvolumen = 3", "sound.volumen", {}),
    ("distance_m = 2.5", "distance_m = nan", "screen.distance_m", {"screen": {"distance_m": 3.0}}),
    ("distance_m = 2.5", "distance_m = true", "screen.distance_m", {"screen": {"distance_m": 3.0}}),
    ('"night"', '"dusk"', "screen.theme", {"screen": {"theme": "time"}}),
    ('"foot"', '"elbow"', "last.muscle", {"last": {"muscle": "calf"}}),
    ('"GB"', '"gb"', "help.country", {"help": {"country": ""}}),
    ("first_run_done = true", "first_run_done = 1", "first_run_done", {"first_run_done": False}),
    ("[sound]", "[noise]", "noise", {"sound": msgspec.to_builtins(Sound())}),
    ("[sound]", "[sound", "line 30", {"sound": msgspec.to_builtins(Sound())}),
]


@pytest.mark.parametrize(("good", "bad", "key", "lost"), DAMAGE)
def test_one_bad_key_costs_only_itself(
    path: Path, good: str, bad: str, key: str, lost: dict[str, object]
) -> None:
    save(path, CHOSEN)
    broken = path.read_text("utf-8").replace(good, bad)
    path.write_text(broken, "utf-8")
    os.utime(path, (1795316400, 1795316400))

    loaded = load(path)
    wanted = msgspec.to_builtins(CHOSEN)
    for name, value in lost.items():
        wanted[name] = wanted[name] | value if isinstance(value, dict) else value
    assert msgspec.to_builtins(loaded.settings) == wanted
    (problem,) = loaded.problems
    assert problem.kind is Trouble.SETTINGS_DAMAGED
    assert problem.fields["keys"].split(", ")[0] == key
    assert problem.fields["kept"] == "settings.broken-2026-11-22T03-00-00Z.toml"
    assert (path.parent / problem.fields["kept"]).read_text("utf-8") == broken
    assert load(path) == LoadedSettings(loaded.settings), "mended, and not told again"


def test_a_key_that_stands_there_twice_has_its_last_value(path: Path) -> None:
    save(path, CHOSEN)
    path.write_text(path.read_text("utf-8").replace("volume = 35", "volume = 35\nvolume = 36"))
    assert load(path).settings == msgspec.structs.replace(
        CHOSEN, sound=msgspec.structs.replace(CHOSEN.sound, volume=36)
    )


def test_a_file_cut_short_keeps_its_beginning(path: Path) -> None:
    save(path, CHOSEN)
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.index(b"theme") + 9])
    loaded = load(path)
    assert loaded.settings == Settings(
        health=CHOSEN.health,
        help=CHOSEN.help,
        screen=Screen(distance_m=2.5),
        first_run_done=True,
    )
    assert loaded.problems[0].fields["keys"] == "screen.theme"


def test_an_editor_of_windows_does_no_harm(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + as_toml(CHOSEN).replace("\n", "\r\n").encode())
    assert load(path) == LoadedSettings(CHOSEN)


def test_after_much_damage_not_every_key_is_named(path: Path) -> None:
    path.write_text("\n".join(f"key{number} = {number}" for number in range(30)))
    assert load(path).problems[0].fields["keys"] == "key0, key1, key2, key3, key4, key5, …"


@MANY
@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)))
@example(b"a=" + b"[" * 5000)
@example(b"[" * 5000)
@example(b"sound = 3\n[sound]\nvolume = 5\n\xff")
@example(b"[[sound]]\nvolume = 3")
@example(b"[sound.volume]\nx = 3\n=")
@example(b"\0" * 400)
def test_no_garbage_can_stop_the_program_or_get_lost(garbage: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.toml"
        path.write_bytes(garbage)
        loaded = load(path)
        if loaded.problems:
            kept = path.parent / loaded.problems[0].fields["kept"]
            assert kept != path
            assert kept.read_bytes() == garbage
            assert loaded.problems[0].fields["keys"]
        else:
            assert tomllib.loads(garbage.decode("utf-8-sig")).keys() <= set(
                Settings.__struct_fields__
            )
        assert load(path) == LoadedSettings(loaded.settings)


@MANY
@given(any_settings, st.integers(0, 1 << 12), st.binary(min_size=1, max_size=8))
def test_garbage_within_a_good_file_leaves_only_allowed_values(
    chosen: Settings, place: int, junk: bytes
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.toml"
        save(path, chosen)
        content = path.read_bytes()
        at = place % len(content)
        path.write_bytes(content[:at] + junk + content[at + len(junk) :])
        found = load(path).settings
        assert msgspec.convert(msgspec.to_builtins(found), Settings) == found
        assert found.help.country in (chosen.help.country, "", "AA") or len(found.help.country) == 2


@pytest.mark.parametrize("kind", ["folder", "pipe", "huge"])
def test_what_is_no_settings_file_means_defaults(path: Path, kind: str) -> None:
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)  # opening one waits for ever
    else:
        path.write_bytes(b"#" * 1_000_000)
    loaded = load(path)
    assert loaded.settings == Settings()
    assert [problem.kind for problem in loaded.problems] == [Trouble.SETTINGS_UNREADABLE]
    assert path.exists()


def test_when_it_cannot_be_saved_the_old_file_stays(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(path, CHOSEN)
    before = path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert save(path, Settings()) == Problem(
        Trouble.SETTINGS_NOT_SAVED, {"path": str(path), "detail": "No space left on device"}
    )
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_damaged_file_that_cannot_be_mended_is_left_and_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    path.write_text("volume = 3\nfirst_run_done = true")
    monkeypatch.setattr(os, "link", read_only)
    monkeypatch.setattr(shutil, "copy2", read_only)
    loaded = load(path)
    assert loaded.settings == Settings(first_run_done=True)
    fields = {"kept": "settings.toml", "keys": "volume"}
    assert loaded.problems == (Problem(Trouble.SETTINGS_DAMAGED, fields),)
    assert path.read_text() == "volume = 3\nfirst_run_done = true"


def test_a_folder_that_cannot_be_made_is_told(path: Path) -> None:
    path.write_text("a file where the folder should be")
    problem = save(path / "settings.toml", CHOSEN)
    assert problem is not None
    assert problem.kind is Trouble.SETTINGS_NOT_SAVED
    assert load(path / "settings.toml").settings == Settings()
