"""Plays the tray of a desktop: takes icons, reads their menus, and presses what stands in them.

tray_host.py host                     owns the name of a tray and prints each icon that comes
tray_host.py menu SERVICE             prints what stands in the icon's menu, as JSON
tray_host.py press SERVICE LABEL      presses one entry of it
tray_host.py click SERVICE            presses the icon itself
"""

from __future__ import annotations

import json
import sys
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    Properties,
    message_bus,
    new_method_call,
    new_method_return,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

WATCHER = "org.kde.StatusNotifierWatcher"
ANSWER_S = 5.0


def host() -> None:
    bus = open_dbus_connection("SESSION")
    bus.send_and_get_reply(message_bus.RequestName(WATCHER), timeout=ANSWER_S)
    print("open", flush=True)
    while True:
        call = bus.receive()
        if call.header.message_type is not MessageType.method_call:
            continue
        member = call.header.fields[HeaderFields.member]
        if member == "Get":
            bus.send(new_method_return(call, "v", (("b", True),)))
            continue
        bus.send(new_method_return(call))
        if member == "RegisterStatusNotifierItem":
            print(call.header.fields[HeaderFields.sender], flush=True)


def menu_of(bus: DBusConnection, service: str) -> DBusAddress:
    item = DBusAddress("/StatusNotifierItem", service, "org.kde.StatusNotifierItem")
    answer = bus.send_and_get_reply(Properties(item).get("Menu"), timeout=ANSWER_S)
    return DBusAddress(answer.body[0][1], service, "com.canonical.dbusmenu")


def entries(bus: DBusConnection, menu: DBusAddress) -> list[tuple[int, dict[str, Any]]]:
    layout = new_method_call(menu, "GetLayout", "iias", (0, -1, []))
    _, (_, _, children) = bus.send_and_get_reply(layout, timeout=ANSWER_S).body
    return [
        (child[1][0], {name: value[1] for name, value in child[1][1].items()}) for child in children
    ]


def shown(properties: dict[str, Any]) -> str | None:
    """Return the words of an entry that a person can press, else None."""
    if not properties.get("visible", True) or not properties.get("enabled", True):
        return None
    return str(properties["label"]) if properties.get("label") else None


def main() -> None:
    what, *more = sys.argv[1:]
    if what == "host":
        host()
    bus = open_dbus_connection("SESSION")
    if what == "click":
        item = DBusAddress("/StatusNotifierItem", more[0], "org.kde.StatusNotifierItem")
        bus.send_and_get_reply(new_method_call(item, "Activate", "ii", (1, 1)), timeout=ANSWER_S)
        return
    menu = menu_of(bus, more[0])
    found = entries(bus, menu)
    if what == "menu":
        print(json.dumps([words for _, one in found if (words := shown(one))]))
        return
    number = next(number for number, one in found if shown(one) == more[1])
    event = new_method_call(menu, "Event", "isvu", (number, "clicked", ("s", ""), 0))
    bus.send_and_get_reply(event, timeout=ANSWER_S)


if __name__ == "__main__":
    main()
