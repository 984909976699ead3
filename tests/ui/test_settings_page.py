"""Settings: every change holds at once, what is wrong changes nothing, and all can be undone."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel

from cramp_coach.core.settings import Health, Last, Settings, edited
from cramp_coach.ui import theme as themes
from cramp_coach.ui.calibration import CARD_MM, LEAST_PX
from cramp_coach.ui.places import Place
from cramp_coach.ui.settings_controls import Choices, Tick
from cramp_coach.ui.settings_fields import Field
from cramp_coach.ui.settings_page import UNDO_MS, SettingsPage
from cramp_coach.ui.settings_scales import Measure, PickBox
from tests.ui import reading_pages, screens
from tests.ui.reading_pages import settings_page

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PLAIN = Settings()
W = screens.words()
ELSEWHERE = {
    "help.country": "a row of its own, with a button to confirm the guess",
    "screen.mm_per_px": "the bank card",
    "last.muscle": "the last session", "last.side": "the last session",
    "first_run_done": "the first run", "understood": "the first run",
}  # fmt: skip


@pytest.fixture
def page(qtbot: QtBot) -> SettingsPage:
    return shown(qtbot, settings_page())


def shown(
    qtbot: QtBot, page: SettingsPage, screen: screens.Screen = screens.LAPTOP
) -> SettingsPage:
    qtbot.addWidget(page)
    screens.fill(page, screen)
    page.activateWindow()
    page.setFocus()
    return page


def told(page: SettingsPage) -> list[Settings]:
    """Return a list that grows with every change."""
    found: list[Settings] = []
    page.changed.connect(found.append)
    return found


def editor(page: SettingsPage, key: str) -> Any:  # noqa: ANN401 - one of five kinds
    return page._editors[key]


def typed(page: SettingsPage, key: str, text: str) -> Field:
    """Type `text` into a field in place of what it holds; one stays in it."""
    field = editor(page, key)
    assert isinstance(field, Field)
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    if text.isascii():
        QTest.keyClicks(field, text)
    else:
        field.insert(text)  # as an input method does; QTest has no such keys
    return field


def button(page: SettingsPage, title: str) -> QAbstractButton:
    (found,) = [b for b in page.findChildren(QAbstractButton) if b.text() == title]
    return found


def all_keys() -> set[str]:
    keys = set()
    for name, value in msgspec.to_builtins(Settings()).items():
        keys |= {f"{name}.{field}" for field in value} if isinstance(value, dict) else {name}
    return keys


# -- every setting -----------------------------------------------------------------------------


def test_every_setting_can_be_set(page: SettingsPage) -> None:
    assert set(page._editors) | set(ELSEWHERE) == all_keys()
    assert not set(page._editors) & set(ELSEWHERE)


@pytest.mark.parametrize("key", [
    "sound.voice", "sound.tones", "minimise_on_close", "health.unsteady", "health.numb",
    "health.clot", "health.thinner", "health.pregnant", "health.fluid_limit",
])  # fmt: skip
def test_a_tick_holds_at_once_wherever_one_clicks_on_its_words(
    page: SettingsPage, key: str
) -> None:
    found, tick = told(page), editor(page, key)
    assert isinstance(tick, Tick)
    before = tick.isChecked()
    QTest.mouseClick(tick, Qt.MouseButton.LeftButton, pos=QPoint(tick.width() - 5, 8))
    assert found == [edited(PLAIN, key, not before)]
    QTest.keyClick(tick, Qt.Key.Key_Space)
    assert found[-1] == PLAIN


@pytest.mark.parametrize(("key", "step", "low", "high"), [
    ("sound.words_per_minute", 5, 100, 200), ("sound.volume", 10, 0, 100),
    ("screen.text_percent", 10, 100, 200),
])  # fmt: skip
def test_a_measure_goes_by_steps_and_stops_at_its_ends(
    page: SettingsPage, key: str, step: int, low: int, high: int
) -> None:
    found, measure = told(page), editor(page, key)
    assert isinstance(measure, Measure)
    part, _, field = key.partition(".")

    def value() -> int:
        return int(getattr(getattr(found[-1], part), field))

    start = measure.value()
    QTest.keyClick(measure, Qt.Key.Key_Right)
    assert value() == start + step
    less, _, more, _ = measure.zones()
    QTest.mouseClick(measure, Qt.MouseButton.LeftButton, pos=less.center().toPoint())
    assert value() == start
    QTest.mouseClick(measure, Qt.MouseButton.LeftButton, pos=more.center().toPoint())
    assert value() == start + step
    for _ in range((high - low) // step + 3):
        QTest.keyClick(measure, Qt.Key.Key_Left)
    assert value() == low
    told_before = len(found)
    QTest.keyClick(measure, Qt.Key.Key_Left)
    assert len(found) == told_before, "the end of the scale is no change"
    QTest.keyClick(measure, Qt.Key.Key_End)
    assert value() == high


def test_a_press_on_the_scale_takes_the_step_that_lies_there(page: SettingsPage) -> None:
    found, measure = told(page), editor(page, "sound.volume")
    scale = measure.zones()[1].adjusted(14, 0, -14, 0)
    at = QPoint(round(scale.left() + scale.width() * 0.42), measure.height() // 2)
    QTest.mouseClick(measure, Qt.MouseButton.LeftButton, pos=at)
    assert found[-1].sound.volume == 40


@pytest.mark.parametrize(("key", "words", "value"), [
    ("screen.distance_m", "At the desk, 60 cm", 0.6), ("screen.distance_m", "1 m", 1.0),
    ("screen.distance_m", "2 m", 2.0), ("screen.theme", "Day", "day"),
    ("screen.theme", "Night", "night"), ("screen.motion", "Calm", "reduced"),
    ("screen.motion", "Moving", "full"),
])  # fmt: skip
def test_a_choice_holds_at_once(page: SettingsPage, key: str, words: str, value: object) -> None:
    found, choices = told(page), editor(page, key)
    assert isinstance(choices, Choices)
    (choice,) = [one for one in choices.findChildren(QAbstractButton) if one.text() == words]
    QTest.mouseClick(choice, Qt.MouseButton.LeftButton)
    assert found == [edited(PLAIN, key, value)]
    assert [one.text() for one in choices.findChildren(QAbstractButton) if one.isChecked()] == [
        words
    ]


def test_a_distance_that_is_none_of_the_four_is_kept_and_none_is_marked(qtbot: QtBot) -> None:
    page = shown(qtbot, settings_page(edited(PLAIN, "screen.distance_m", 2.5)))
    choices = editor(page, "screen.distance_m")
    assert not any(one.isChecked() for one in choices.findChildren(QAbstractButton))
    found = told(page)
    QTest.mouseClick(editor(page, "sound.tones"), Qt.MouseButton.LeftButton)
    assert found[-1].screen.distance_m == 2.5


def test_the_times_of_the_palette_are_there_only_where_it_goes_by_time(page: SettingsPage) -> None:
    rows = [page._rows[key] for key in ("screen.night_from", "screen.day_from")]
    assert all(row.isVisible() for row in rows)
    page.show_settings(edited(PLAIN, "screen.theme", "day"))
    assert not any(row.isVisible() for row in rows)


def test_a_voice_is_chosen_by_name_and_one_that_is_away_is_not_forgotten(qtbot: QtBot) -> None:
    page = shown(qtbot, settings_page(edited(PLAIN, "sound.voice_name", "Ingrid")))
    found, box = told(page), editor(page, "sound.voice_name")
    assert isinstance(box, PickBox)
    assert box.currentText() == "Ingrid"
    page.show_voices(("Moira",))
    assert box.currentText() == "Ingrid"
    assert found == []
    box.setFocus()
    QTest.keyClicks(box, "Moi")
    assert found[-1].sound.voice_name == "Moira"
    QTest.keyClick(box, Qt.Key.Key_Home)
    assert found[-1].sound.voice_name == ""


def test_a_reader_of_the_screen_sets_values_with_neither_key_nor_mouse(page: SettingsPage) -> None:
    found = told(page)
    page._now.setFocus()
    editor(page, "sound.voice").toggle()
    editor(page, "screen.theme")._choices[2].toggle()
    editor(page, "sound.volume").setValue(43)
    editor(page, "help.my_name").setText("Ann")
    editor(page, "screen.day_from").setText("6:30")
    page._country.box.setCurrentIndex(page._country.box.findData("FR"))
    expected = PLAIN
    for key, value in (
        ("sound.voice", False), ("screen.theme", "night"), ("sound.volume", 43),
        ("help.my_name", "Ann"), ("screen.day_from", "06:30"), ("help.country", "FR"),
    ):  # fmt: skip
        expected = edited(expected, key, value)
        assert expected in found, key
    assert found[-1] == expected
    assert len(found) == 6


# -- what is typed -----------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["help.ambulance", "help.urgent_line", "help.contact_number"])
@pytest.mark.parametrize(
    "number", ["999", "+44 20 7946 0958", "(020) 7946-0958", "\u0669\u0669\u0669"]
)
def test_a_number_is_taken_as_it_is_typed(page: SettingsPage, key: str, number: str) -> None:
    found = told(page)
    typed(page, key, number)
    assert found[-1] == edited(PLAIN, key, number)
    assert page._rows[key].refusal == ""


@pytest.mark.parametrize(
    ("key", "wrong", "sentence"),
    [
        ("help.contact_number", "07700 9oo", W("settings.refused.number")),
        ("help.ambulance", "call me", W("settings.refused.number")),
        ("help.urgent_line", "1#1", W("settings.refused.number")),
        ("help.contact_number", "1" * 21, W("settings.refused.too_long", n=20)),
        ("help.contact_name", "A" * 41, W("settings.refused.too_long", n=40)),
    ],
)
def test_what_does_not_fit_gets_one_sentence_at_its_row_and_the_last_good_value_stays(
    qtbot: QtBot, key: str, wrong: str, sentence: str
) -> None:
    good = edited(PLAIN, key, "12")
    page = shown(qtbot, settings_page(good))
    found = told(page)
    field = typed(page, key, wrong)
    row = page._rows[key]
    assert row.refusal == sentence
    assert row._refusal.isVisible()
    holds = found[-1] if found else good
    assert wrong not in msgspec.json.encode(holds).decode()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == getattr(holds.help, key.partition(".")[2]), "it shows what holds"
    assert row.refusal == sentence, "and the sentence can still be read"
    typed(page, key, "34")
    assert row.refusal == ""
    assert not row._refusal.isVisible()
    assert found[-1] == edited(PLAIN, key, "34")


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("screen", screens.ALL)
def test_the_sentence_of_a_refusal_has_its_room(
    qtbot: QtBot, screen: screens.Screen, percent: int
) -> None:
    page = shown(qtbot, settings_page(look=screens.theme(screen, percent=percent)), screen)
    typed(page, "help.contact_number", "oo")
    typed(page, "screen.night_from", "soon").editingFinished.emit()
    QTest.qWait(0)
    assert reading_pages.cut_words(page) == []
    assert reading_pages.outside(page) == []
    for key in ("help.contact_number", "screen.night_from"):
        row = page._rows[key]
        assert row.rect().contains(row._refusal.geometry())


def test_the_list_of_countries_has_rows_for_a_finger(page: SettingsPage) -> None:
    box = page._country.box
    assert box.view().sizeHintForRow(0) >= themes.LEAST_TARGET_PX
    assert box.maxVisibleItems() == 10
    page.set_theme(screens.theme(percent=150))
    box.make_room()
    assert box.view().minimumWidth() > box.view().sizeHintForColumn(0)


@pytest.mark.parametrize(
    ("text", "value"),
    [("22:30", "22:30"), ("7:05", "07:05"), ("23.59", "23:59"), ("0:00", "00:00")],
)
def test_a_time_is_taken_when_one_leaves_the_field(
    page: SettingsPage, text: str, value: str
) -> None:
    found = told(page)
    field = typed(page, "screen.night_from", text)
    assert found == [], "half a time must not turn the palette"
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert found == [edited(PLAIN, "screen.night_from", value)]
    assert field.text() == value


ARABIC_SEVEN = "\u0660\u0667:\u0660\u0660"


@pytest.mark.parametrize("text", ["24:00", "7", "half past", "12:60", "", ARABIC_SEVEN])
def test_what_is_no_time_changes_nothing(page: SettingsPage, text: str) -> None:
    found = told(page)
    field = typed(page, "screen.day_from", text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert found == []
    assert page._rows["screen.day_from"].refusal == W("settings.refused.time")
    assert field.text() == "07:00"


def test_typing_is_not_disturbed_by_changes_from_elsewhere(page: SettingsPage) -> None:
    found = told(page)
    field = typed(page, "help.contact_name", "Jo ")
    assert found[-1].help.contact_name == "Jo"
    page.set_lines(reading_pages.lines(found[-1]))
    page.show_settings(edited(found[-1], "sound.voice", False))
    assert field.text() == "Jo "
    QTest.keyClicks(field, "Smith")
    assert found[-1] == edited(edited(PLAIN, "help.contact_name", "Jo Smith"), "sound.voice", False)


# -- country -----------------------------------------------------------------------------------


def test_a_guessed_country_waits_for_a_yes(page: SettingsPage) -> None:
    found, row = told(page), page._country
    assert row.box.currentText() == "United Kingdom"
    assert row.confirm.isVisible()
    QTest.mouseClick(row.confirm, Qt.MouseButton.LeftButton)
    assert found == [edited(PLAIN, "help.country", "GB")]
    assert not row.confirm.isVisible()


def test_another_country_brings_its_number(page: SettingsPage) -> None:
    found = told(page)
    row = page._country
    row.box.setFocus()
    QTest.keyClicks(row.box, "Germ")
    assert found[-1].help.country == "DE"
    page.set_lines(reading_pages.lines(found[-1]))
    assert page._typed["ambulance"].placeholderText() == "112"
    assert page._typed["urgent_line"].placeholderText() == "116117"
    assert "112" in page._rows["help.ambulance"]._line.text()


def test_no_guess_is_no_country(qtbot: QtBot) -> None:
    page = shown(qtbot, settings_page(guess=""))
    assert page._country.box.currentIndex() == -1
    assert not page._country.confirm.isVisible()
    line = page._rows["help.ambulance"]._line.text()
    assert line == W("settings.help.ambulance.line_none")


def test_all_countries_are_there_by_name_in_the_order_of_their_names(page: SettingsPage) -> None:
    box = page._country.box
    names = [box.itemText(n) for n in range(box.count())]
    assert len(names) == len(set(names)) == len(reading_pages.numbers())
    assert all(len(name) > 2 for name in names)
    assert names.index("Åland Islands") < names.index("Albania") < names.index("Zambia")


# -- the bank card -----------------------------------------------------------------------------


def test_the_bar_matched_with_a_card_tells_the_size_of_a_pixel(page: SettingsPage) -> None:
    found, bar = told(page), page._bar
    start = bar.card_px
    assert start == round(screens.px_per_mm(screens.LAPTOP) * CARD_MM)
    bar.setFocus()
    for _ in range(10):
        QTest.keyClick(bar, Qt.Key.Key_Right)
    QTest.keyClick(bar, Qt.Key.Key_PageUp)
    QTest.mouseClick(button(page, "Narrower"), Qt.MouseButton.LeftButton)
    assert found == []
    QTest.mouseClick(button(page, "It fits"), Qt.MouseButton.LeftButton)
    assert found[-1].screen.mm_per_px == pytest.approx(CARD_MM / (start + 19), abs=1e-5)
    assert page._rows["settings.screen.mm_per_px"]._line.text() == W(
        "settings.screen.mm_per_px.measured"
    )
    QTest.mouseClick(button(page, "Ask the system"), Qt.MouseButton.LeftButton)
    assert found[-1] == PLAIN


def test_the_bar_is_painted_as_wide_as_it_says(page: SettingsPage) -> None:
    bar = page._bar
    picture = bar.grab().toImage()
    ink = screens.theme().colour("action").rgb()
    y = bar.height() // 2
    painted = [x for x in range(picture.width()) if picture.pixel(x, y) == ink]
    # The two lines at its edges, two pixels each, cover one pixel of it on either side.
    assert abs(painted[-1] - painted[0] + 1 - bar.card_px) <= 2


def test_the_bar_never_becomes_wider_than_can_be_seen(qtbot: QtBot) -> None:
    page = shown(qtbot, settings_page(), screens.WINDOW)
    for _ in range(200):
        page._bar.change(50)
    assert LEAST_PX <= page._bar.card_px < page._bar.width()


# -- back to the beginning ---------------------------------------------------------------------

SET = Settings(
    health=Health(numb=True),
    last=Last(side=None),
    first_run_done=True,
    understood=True,
    minimise_on_close=False,
)
BACK = Settings(first_run_done=True, understood=True)


def test_all_goes_back_to_the_beginning_and_can_be_undone(qtbot: QtBot) -> None:
    page = shown(qtbot, settings_page(SET))
    found = told(page)
    undo = button(page, "Undo")
    assert not undo.isVisible()
    QTest.mouseClick(button(page, "Put all back"), Qt.MouseButton.LeftButton)
    assert found == [BACK], "what belongs to no setting of the page stays"
    assert undo.isVisible()
    assert page._undo_limit.interval() == UNDO_MS == 10_000
    assert page._undo_limit.isActive()
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert found == [BACK, SET]
    assert not undo.isVisible()
    assert not page._undo_limit.isActive()


def test_after_ten_seconds_there_is_no_way_back(qtbot: QtBot) -> None:
    page = shown(qtbot, settings_page(SET))
    QTest.mouseClick(button(page, "Put all back"), Qt.MouseButton.LeftButton)
    page._undo_limit.timeout.emit()
    assert not button(page, "Undo").isVisible()
    assert not page._undo_limit.isActive()


def test_two_resets_are_undone_to_what_was_before_the_first(qtbot: QtBot) -> None:
    page = shown(qtbot, settings_page(SET))
    found = told(page)
    reset = button(page, "Put all back")
    QTest.mouseClick(reset, Qt.MouseButton.LeftButton)
    QTest.mouseClick(editor(page, "sound.tones"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(reset, Qt.MouseButton.LeftButton)
    QTest.mouseClick(button(page, "Undo"), Qt.MouseButton.LeftButton)
    assert found[-1] == SET


def test_what_a_session_remembers_meanwhile_is_not_undone(qtbot: QtBot) -> None:
    page = shown(qtbot, settings_page(SET))
    found = told(page)
    QTest.mouseClick(button(page, "Put all back"), Qt.MouseButton.LeftButton)
    foot = msgspec.convert({"muscle": "foot", "side": "left"}, Last)
    page.show_settings(msgspec.structs.replace(found[-1], last=foot))
    QTest.mouseClick(button(page, "Undo"), Qt.MouseButton.LeftButton)
    assert found[-1] == msgspec.structs.replace(SET, last=foot)


# -- nothing wrong can come of it --------------------------------------------------------------

TEXT = st.text(max_size=60) | st.from_regex(r"[0-9+ :.]{0,25}", fullmatch=True)
DEED = st.one_of(
    st.tuples(st.just("type"), st.sampled_from([
        "screen.night_from", "screen.day_from", "help.ambulance", "help.urgent_line",
        "help.contact_name", "help.contact_number", "help.my_name",
    ]), TEXT),
    st.tuples(st.just("tick"), st.sampled_from([
        "sound.voice", "sound.tones", "health.numb", "health.clot", "minimise_on_close",
    ]), st.none()),
    st.tuples(st.just("key"), st.sampled_from([
        "sound.words_per_minute", "sound.volume", "screen.text_percent",
    ]), st.sampled_from([
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
        Qt.Key.Key_Home, Qt.Key.Key_End,
    ])),
    st.tuples(st.just("choose"), st.sampled_from([
        "screen.distance_m", "screen.theme", "screen.motion",
    ]), st.integers(0, 3)),
    st.tuples(st.just("press"), st.sampled_from([
        "Put all back", "Undo", "It fits", "Ask the system", "Narrower", "Wider", "Yes, right",
    ]), st.none()),
    st.tuples(st.just("card"), st.just(""), st.integers(-3000, 3000)),
    st.tuples(st.just("country"), st.just(""), st.integers(0, 247)),
)  # fmt: skip


def do(page: SettingsPage, what: str, key: str, value: Any) -> None:  # noqa: ANN401
    match what:
        case "type":
            field = editor(page, key)
            field.setText("")
            field.insert(value)
            field.editingFinished.emit()
        case "tick":
            editor(page, key).click()
        case "key":
            QTest.keyClick(editor(page, key), value)
        case "choose":
            buttons = editor(page, key).findChildren(QAbstractButton)
            buttons[value % len(buttons)].click()
        case "press":
            found = button(page, key)
            if not found.isHidden():
                found.click()
        case "card":
            page._bar.change(value)
        case _:
            page._country.box.setCurrentIndex(value % page._country.box.count())
            page._country.box.activated.emit(page._country.box.currentIndex())


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(DEED, max_size=12))
def test_no_sequence_of_edits_makes_settings_that_are_not_valid(
    page: SettingsPage, deeds: list[tuple[str, str, Any]]
) -> None:
    page.show_settings(Settings(first_run_done=True))
    found = told(page)
    for deed in deeds:
        before = len(found)
        do(page, *deed)
        for new in found[before:]:
            table = msgspec.to_builtins(new)
            assert msgspec.convert(table, Settings, strict=True) == new
            assert new.first_run_done
        assert page._settings == (found[-1] if found else Settings(first_run_done=True))
    page.changed.disconnect(found.append)


# -- how it looks and reads --------------------------------------------------------------------


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("screen", screens.ALL)
def test_nothing_is_cut_and_nothing_scrolls_sideways(
    qtbot: QtBot, screen: screens.Screen, percent: int
) -> None:
    look = screens.theme(screen, percent=percent)
    page = shown(qtbot, settings_page(look=look), screen)
    button(page, W("about.sources_show")).click()
    QTest.qWait(0)
    area, inside = reading_pages.column(page)
    assert inside.width() <= area.viewport().width()
    assert reading_pages.outside(page) == []
    assert reading_pages.cut_words(page) == []


@pytest.mark.parametrize("screen", [screens.LAPTOP, screens.DESKTOP])
def test_head_and_column_stand_on_the_same_margins(qtbot: QtBot, screen: screens.Screen) -> None:
    page = shown(qtbot, settings_page(), screen)
    QTest.qWait(0)
    card = page._rows["sound.volume"].parentWidget()
    assert card is not None
    left = card.mapTo(page, card.rect().topLeft()).x()
    assert left == page._title.geometry().left()
    assert left + card.width() == page._close.geometry().right() + 1


def test_all_controls_are_large_enough_and_have_a_name(page: SettingsPage) -> None:
    found = reading_pages.controls(page)
    assert len(found) > 40
    for part in found:
        assert part.height() >= themes.LEAST_TARGET_PX, part
        buddies = [one for one in page.findChildren(QLabel) if one.buddy() is part]
        if isinstance(part, QComboBox):
            assert buddies, "its accessible name is not read on Linux"
        assert part.accessibleName() or buddies, part


def test_tab_goes_down_the_page_and_keeps_what_has_the_focus_in_sight(page: SettingsPage) -> None:
    area, inside = reading_pages.column(page)
    tops = []
    first = page.focusWidget()
    for _ in range(80):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        part = page.focusWidget()
        assert part is not None
        if part is first or part in (page._now, page._close):
            continue
        if not inside.isAncestorOf(part):
            break
        top = part.mapTo(inside, QPoint(0, 0)).y()
        tops.append(top + part.height() / 2)
        seen = area.viewport().rect()
        assert seen.contains(part.mapTo(area.viewport(), part.rect().center())), part
        if part is page._reset:
            break
    assert len(tops) > 25
    rises = [b - a for a, b in pairwise(tops)]
    assert min(rises) > -60, "it goes down, row by row"


def test_the_wheel_scrolls_the_page_and_changes_nothing(page: SettingsPage) -> None:
    found = told(page)
    area, _ = reading_pages.column(page)
    for key in ("sound.volume", "sound.voice_name"):
        part = editor(page, key)
        before = area.verticalScrollBar().value()
        at = QPointF(part.mapTo(page, part.rect().center()))
        QTest.wheelEvent(page.windowHandle(), at, QPoint(0, -120))
        assert area.verticalScrollBar().value() > before
    assert found == []


def test_keys_scroll_where_no_control_wants_them(page: SettingsPage) -> None:
    area, _ = reading_pages.column(page)
    bar = area.verticalScrollBar()
    QTest.keyClick(page, Qt.Key.Key_End)
    assert bar.value() == bar.maximum() > 0
    QTest.keyClick(page, Qt.Key.Key_Home)
    assert bar.value() == 0


def test_a_new_palette_is_taken_over_whole(page: SettingsPage) -> None:
    night = page.grab().toImage().pixelColor(page.width() // 2, page._now.geometry().bottom() + 100)
    page.set_theme(screens.theme(night=False))
    assert screens.theme(night=False).palette.card in page.styleSheet()
    assert screens.theme().palette.card not in page.styleSheet()
    day = page.grab().toImage().pixelColor(page.width() // 2, page._now.geometry().bottom() + 100)
    assert day.lightness() > night.lightness() + 100


def test_a_page_nobody_looks_at_takes_a_new_palette_over_when_it_is_shown(
    page: SettingsPage,
) -> None:
    page.hide()
    before = page.styleSheet()
    page.set_theme(screens.theme(night=False, percent=150))
    assert page.styleSheet() == before, "a session that runs must not wait for it"
    page.show()
    assert screens.theme(night=False).palette.card in page.styleSheet()
    assert page._now.sizeHint().height() > 80


def test_ways_on_and_cramp_now_from_here(page: SettingsPage) -> None:
    wishes: list[object] = []
    page.wanted.connect(wishes.append)
    page.cramp_now.connect(lambda: wishes.append("now"))
    page.sound_test.connect(lambda: wishes.append("test"))
    for title in ("Try it", "Look", "Done"):
        QTest.mouseClick(button(page, title), Qt.MouseButton.LeftButton)
    for show in [b for b in page.findChildren(QAbstractButton) if b.text() == "Show them"]:
        QTest.mouseClick(show, Qt.MouseButton.LeftButton)
    assert wishes == ["test", Place.WORKS, Place.HOME, Place.FIRST_RUN, Place.KEYS]
    QTest.mousePress(page._now, Qt.MouseButton.LeftButton)
    assert wishes[-1] == "now", "on press, not on release"
    QTest.mouseRelease(page._now, Qt.MouseButton.LeftButton)
    assert wishes.count("now") == 1
    QTest.keyClick(page._now, Qt.Key.Key_Return)
    assert wishes.count("now") == 2


def test_about_tells_version_folder_disclaimer_and_sources(page: SettingsPage) -> None:
    said = " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    notice = reading_pages.notices().disclaimer.filled(ambulance="999")
    assert reading_pages.ABOUT["version"] in said
    assert reading_pages.ABOUT["data"] in said
    assert all(line in said for line in (notice.title, *notice.lines))
    some = next(iter(screens.library().sources.values()))
    assert some.title not in said
    button(page, W("about.sources_show")).click()
    said = " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    assert all(source.title in said for source in screens.library().sources.values())
    button(page, W("about.sources_hide")).click()
