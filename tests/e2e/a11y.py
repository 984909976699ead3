"""Assistive technology in a few lines: what it sees, one button pressed, what it is told.

Runs in the system's own Python, whose gi reaches the accessibility bus. Prints JSON.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - the version has to be named first


def things() -> Iterator[tuple[int, Any]]:
    """Yield everything that is showing in every application, with its depth."""
    for application in children(Atspi.get_desktop(0)):
        yield from below(application, 0)


def below(thing: Any, depth: int) -> Iterator[tuple[int, Any]]:
    if not thing.get_state_set().contains(Atspi.StateType.SHOWING):
        return
    yield depth, thing
    # A list of 250 countries that is not open takes longer to read than all the rest.
    if thing.get_role() != Atspi.Role.COMBO_BOX:
        for child in children(thing):
            yield from below(child, depth + 1)


def children(thing: Any) -> Iterator[Any]:
    for number in range(thing.get_child_count()):
        # What vanished since it was counted comes as None.
        if (child := thing.get_child_at_index(number)) is not None:
            yield child


def described(depth: int, thing: Any) -> dict[str, Any]:
    states = thing.get_state_set()
    box = thing.get_component_iface()
    extents = box.get_extents(Atspi.CoordType.SCREEN) if box is not None else None
    return {
        "depth": depth,
        # The same role by its name of old (AT-SPI before 2.53).
        "role": thing.get_role_name().replace("push button", "button"),
        "name": thing.get_name(),
        "description": thing.get_description(),
        "focused": states.contains(Atspi.StateType.FOCUSED),
        "enabled": states.contains(Atspi.StateType.ENABLED),
        "checked": states.contains(Atspi.StateType.CHECKED),
        "box": extents and [extents.x, extents.y, extents.width, extents.height],
    }


def press(name: str) -> list[dict[str, Any]]:
    """Do the first action of the first showing thing of this name that has one."""
    for depth, thing in things():
        if thing.get_name() != name:
            continue
        actions = thing.get_action_iface()
        if actions is not None and actions.get_n_actions():
            actions.do_action(0)
            return [described(depth, thing)]
    return []


def listen(what: str) -> None:
    """Print each announcement, or the name of all that gets the focus, as a line of JSON."""

    def heard(event: Any) -> None:
        if what == "announcement":
            print(json.dumps(str(event.any_data)), flush=True)
        elif event.detail1:
            print(json.dumps(event.source.get_name()), flush=True)

    listener = Atspi.EventListener.new(heard)
    listener.register(f"object:{what}")
    print("listening", file=sys.stderr, flush=True)
    Atspi.event_main()


if __name__ == "__main__":
    Atspi.init()
    try:
        if sys.argv[1] == "listen":
            listen(sys.argv[2])
        elif sys.argv[1] == "press":
            print(json.dumps(press(sys.argv[2])))
        else:
            print(json.dumps([described(*each) for each in things()]))
    except GLib.Error as error:
        # The application went away while it was read: for the caller, nothing is there.
        print(error, file=sys.stderr)
        print("[]")
