"""A private session bus with the part of a desktop on it that lets itself be kept awake."""

from __future__ import annotations

import subprocess
import threading

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    new_method_call,
    new_method_return,
)
from jeepney.bus_messages import MatchRule, message_bus
from jeepney.io.blocking import (
    DBusConnection,
    open_dbus_connection,
)


class Bus:
    """The bus itself."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().strip()
        assert self.address, "dbus-daemon did not start"

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


class Desktop:
    """Takes down who keeps it awake, under which name, and who lets go, or dies."""

    def __init__(self, bus: Bus, service: str = "org.freedesktop.ScreenSaver") -> None:
        self._service = service
        self.log: list[str] = []
        self.held: dict[str, int] = {}
        """Unique name of who holds it awake, and the number given out."""
        self.answers = threading.Event()
        """Unset: it hears, and says nothing."""
        self.answers.set()
        self._number = 0
        self._connection = open_dbus_connection(bus.address)
        self._ask("RequestName", "su", (service, 0))
        rule = MatchRule(type="signal", interface=message_bus.interface, member="NameOwnerChanged")
        self._ask("AddMatch", "s", (rule.serialise(),))
        self._closing = False
        self._thread = threading.Thread(target=self._live, name="desktop", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Go away."""
        self._closing = True
        self.answers.set()
        self._thread.join(5)
        self._connection.close()

    def _ask(self, method: str, signature: str, body: tuple[object, ...]) -> None:
        address = DBusAddress(message_bus.object_path, message_bus.bus_name, message_bus.interface)
        reply = self._connection.send_and_get_reply(
            new_method_call(address, method, signature, body), timeout=5
        )
        assert reply.header.message_type is MessageType.method_return, reply.body

    def _live(self) -> None:
        connection: DBusConnection = self._connection
        while not self._closing:
            try:
                message = connection.receive(timeout=0.1)
            except TimeoutError:
                continue
            except (ConnectionError, OSError):
                return
            self._take(message)

    def _take(self, message: Message) -> None:
        fields = message.header.fields
        member = fields.get(HeaderFields.member)
        sender = str(fields.get(HeaderFields.sender))
        if member == "NameOwnerChanged":
            name, _, new = message.body
            if not new and name in self.held:
                del self.held[name]
                self.log.append("left")
        elif member == "Inhibit":
            self.answers.wait(10)
            self._number += 1
            self.held[sender] = self._number
            self.log.append("inhibit " + " ".join(map(str, message.body)))
            self._connection.send(new_method_return(message, "u", (self._number,)))
        elif member in ("UnInhibit", "Uninhibit"):
            self.answers.wait(10)
            assert self.held.pop(sender) == message.body[0]
            self.log.append("uninhibit")
            self._connection.send(new_method_return(message))
