"""The one voice: safety is never lost or delayed, a count is never late, nothing is said twice."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cramp_coach.core.events import Priority
from cramp_coach.core.voice_queue import FRESH_S, Order, VoiceQueue

LOWER = [Priority.ENCOURAGE, Priority.NEXT_UP, Priority.COUNT]


def ready() -> VoiceQueue:
    queue = VoiceQueue()
    assert queue.opened(0.0) == Order()
    return queue


def test_the_first_sentence_is_said_at_once() -> None:
    assert ready().say("Pull your toes.", Priority.STEP, 1.0) == Order(text="Pull your toes.")


@pytest.mark.parametrize("running", [p for p in Priority if p is not Priority.SAFETY])
def test_safety_breaks_off_whatever_is_said(running: Priority) -> None:
    queue = ready()
    queue.say("something", running, 1.0)
    assert queue.say("Call now.", Priority.SAFETY, 1.1) == Order(stop=True, text="Call now.")


@pytest.mark.parametrize("running", LOWER)
def test_a_step_breaks_off_what_only_keeps_company(running: Priority) -> None:
    queue = ready()
    queue.say("nearly there", running, 1.0)
    assert queue.say("Stand up.", Priority.STEP, 1.1) == Order(stop=True, text="Stand up.")


def test_nothing_breaks_off_a_step_but_safety() -> None:
    queue = ready()
    queue.say("Stand up slowly.", Priority.STEP, 1.0)
    for priority in (*LOWER, Priority.STEP):
        assert queue.say(priority.name, priority, 1.1) == Order()
    assert queue.ended(3.0).text == "STEP"
    assert queue.ended(3.5).text == "NEXT_UP"
    assert queue.ended(4.0).text == "ENCOURAGE"
    assert queue.ended(4.1) == Order()


@pytest.mark.parametrize("running", list(Priority))
def test_a_count_is_dropped_when_something_is_being_said(running: Priority) -> None:
    queue = ready()
    queue.say("something", running, 1.0)
    assert queue.say("four", Priority.COUNT, 1.1) == Order()
    assert queue.ended(1.2) == Order()


def test_a_count_is_not_kept_for_an_engine_that_is_still_starting() -> None:
    queue = VoiceQueue()
    queue.say("five", Priority.COUNT, 0.0)
    assert queue.opened(0.0) == Order()


def test_the_first_instruction_waits_for_the_engine_but_not_for_ever() -> None:
    queue = VoiceQueue()
    queue.say("Pull your toes.", Priority.STEP, 0.0)
    assert queue.opened(4.9).text == "Pull your toes."
    queue = VoiceQueue()
    queue.say("Pull your toes.", Priority.STEP, 0.0)
    assert queue.opened(5.1) == Order()


def test_of_two_that_wait_the_newest_is_said() -> None:
    queue = ready()
    queue.say("Straighten your leg.", Priority.STEP, 0.0)
    queue.say("Rub the calf.", Priority.STEP, 1.0)
    queue.say("Stand up.", Priority.STEP, 2.0)
    assert queue.ended(3.0).text == "Stand up."
    assert queue.ended(4.0) == Order()


def test_what_a_failed_engine_did_not_finish_goes_to_the_next() -> None:
    queue = ready()
    queue.say("Rub the calf.", Priority.STEP, 1.0)
    queue.lost(3.0)
    assert not queue.speaking
    assert queue.opened(3.5).text == "Rub the calf."


def test_a_newer_sentence_is_not_pushed_aside_by_the_lost_one() -> None:
    queue = ready()
    queue.say("Rub the calf.", Priority.STEP, 1.0)
    queue.say("Stand up.", Priority.STEP, 2.0)
    queue.lost(3.0)
    assert queue.opened(3.5).text == "Stand up."
    assert queue.ended(4.0) == Order()


def test_what_is_being_said_is_not_begun_again() -> None:
    queue = ready()
    queue.say("Call now.", Priority.SAFETY, 1.0)
    assert queue.say("Call now.", Priority.SAFETY, 2.0) == Order()
    assert queue.ended(3.0) == Order()
    assert queue.say("Call now.", Priority.SAFETY, 33.0).text == "Call now."


def test_hush_forgets_all() -> None:
    queue = ready()
    queue.say("Rub the calf.", Priority.STEP, 1.0)
    queue.say("Stand up.", Priority.STEP, 1.5)
    assert queue.hush() == Order(stop=True)
    assert queue.ended(2.0) == Order()
    assert queue.hush() == Order()


def test_an_empty_sentence_is_no_sentence() -> None:
    assert ready().say("  \n", Priority.SAFETY, 0.0) == Order()


# ------------------------------------------------------------------ any order of things at all

ACTS = st.one_of(
    st.tuples(st.just("say"), st.sampled_from(list(Priority)), st.floats(0.0, 3.0)),
    st.tuples(st.sampled_from(["ended", "lost", "opened"]), st.none(), st.floats(0.0, 3.0)),
)


@dataclass
class Heard:
    """Plays the engine, and writes down what it was told."""

    queue: VoiceQueue = field(default_factory=VoiceQueue)
    now: float = 0.0
    open: bool = False
    running: str = ""
    said: list[tuple[float, str]] = field(default_factory=list)
    broken_off: list[tuple[str, str]] = field(default_factory=list)
    asked: dict[str, tuple[Priority, float]] = field(default_factory=dict)

    def obey(self, order: Order) -> None:
        if order.stop:
            assert self.running, "told to stop, and nothing was said"
            self.broken_off.append((self.running, order.text))
            self.running = ""
        if order.text:
            assert self.open, "told to speak before it can"
            assert not self.running, "two at once"
            self.running = order.text
            self.said.append((self.now, order.text))

    def live(self, act: str, priority: Priority | None, pause: float) -> None:
        self.now += pause
        if priority is not None:
            text = f"sentence {len(self.asked)}"
            self.asked[text] = (priority, self.now)
            self.obey(self.queue.say(text, priority, self.now))
        elif act == "opened":
            self.open = True
            self.obey(self.queue.opened(self.now))
        elif act == "lost":
            self.open, self.running = False, ""
            self.queue.lost(self.now)
        elif self.running:
            self.running = ""
            self.obey(self.queue.ended(self.now))


@given(st.lists(ACTS, max_size=60))
def test_whatever_happens(acts: list[tuple[str, Priority | None, float]]) -> None:
    heard = Heard()
    fails = 0
    for act, priority, pause in acts:
        fails += act == "lost"
        heard.live(act, priority, pause)
        assert heard.queue.speaking == bool(heard.running)

    words = [text for _, text in heard.said]
    if not fails:
        assert len(words) == len(set(words)), "said twice"
    for when, text in heard.said:
        priority, asked = heard.asked[text]
        assert when - asked <= FRESH_S[priority], "stale"
    for old, new in heard.broken_off:
        was, now = heard.asked[old][0], heard.asked[new][0]
        assert now > was
        assert now is Priority.SAFETY or was is not Priority.STEP


@given(st.lists(ACTS, max_size=40))
def test_safety_waits_for_nothing_but_safety(
    acts: list[tuple[str, Priority | None, float]],
) -> None:
    heard = Heard()
    for act, priority, pause in acts:
        heard.live(act, priority, pause)
    over = heard.running and heard.asked[heard.running][0] is Priority.SAFETY
    heard.live("say", Priority.SAFETY, 0.0)
    last = list(heard.asked)[-1]
    if heard.open and not over:
        assert heard.running == last, "at once"
        return
    # Whoever else talks meanwhile, it is the very next thing that is said.
    for priority in Priority:
        if priority is not Priority.SAFETY:
            heard.live("say", priority, 0.1)
    heard.live("ended" if heard.running else "opened", None, 1.0)
    assert heard.running == last
