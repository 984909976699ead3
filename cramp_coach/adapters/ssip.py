"""The wire to speech-dispatcher: its line protocol (SSIP) on its local socket, never blocking.

Commands go out one by one, the next when the reply to the last is in. Every wait has a limit: a
speech-dispatcher without an audio server deadlocks and stops answering (measured).
"""

from __future__ import annotations

import os
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalSocket

if TYPE_CHECKING:
    from collections.abc import Callable

REPLY_LIMIT_MS = 2500
"""Longest wait for a reply; the slowest measured, 13,362 voices, takes 160 ms."""
_LONGEST_REPLY = 8_000_000
"""Bytes. Sixteen times the voice list of espeak-ng with all its variants."""

Reply = tuple[int, list[bytes]]
"""The code, and what stood in the lines before the last."""


def socket_path() -> str:
    """Return where speech-dispatcher listens, or "" if it was told to listen on the network."""
    method, _, place = os.environ.get("SPEECHD_ADDRESS", "").partition(":")
    if method not in ("", "unix_socket"):
        return ""
    if place:
        return place
    folder = os.environ.get("XDG_RUNTIME_DIR") or os.environ.get("XDG_CACHE_HOME")
    home = Path(folder) if folder else Path.home() / ".cache"
    return str(home / "speech-dispatcher" / "speechd.sock")


def as_body(text: str) -> bytes:
    """Return `text` as the data of SPEAK: CR LF, a dot before a dot that begins a line, the end."""
    lines = ["." + line if line.startswith(".") else line for line in text.splitlines()]
    return "\r\n".join([*lines, "."]).encode("utf-8", "replace") + b"\r\n"


class _Command(NamedTuple):
    parts: list[bytes]
    """What goes out; each after the first only when the one before was taken well."""
    then: Callable[[Reply], None] | None
    speaks: bool


class SsipWire(QObject):
    """The connection: sends commands in order, takes replies and events apart."""

    opened = Signal()
    refused = Signal()
    """Nobody listens there."""
    news = Signal(int, bytes)
    """Code (701 begin, 702 end, 703 cancelled) and the id of the message."""
    left = Signal()
    """It went away."""
    broken = Signal()
    """It answered nonsense, or not at all; of no use any more."""

    def __init__(self, path: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._commands: deque[_Command] = deque()
        self._left: list[bytes] = []
        """Parts of the first command that are still to go out."""
        self._busy = False
        self._buffer = b""
        self._lines: list[bytes] = []
        self._size = 0
        self._socket = QLocalSocket(self)
        self._socket.connected.connect(self.opened)
        self._socket.readyRead.connect(self._read)
        self._socket.errorOccurred.connect(self._on_error)
        self._limit = QTimer(self, singleShot=True, interval=REPLY_LIMIT_MS)
        self._limit.timeout.connect(self._too_late)

    def open(self) -> None:
        """Connect; `opened`, `refused` or `broken` follows."""
        self._socket.connectToServer(self._path)

    def send(self, line: str, then: Callable[[Reply], None] | None = None) -> None:
        """Send one line when its turn comes; `then` gets the reply."""
        self._add(_Command([line.encode() + b"\r\n"], then, speaks=False))

    def send_text(self, text: str, then: Callable[[Reply], None] | None = None) -> None:
        """Have `text` spoken; `then` gets the reply to it."""
        self._add(_Command([b"SPEAK\r\n", as_body(text)], then, speaks=True))

    def forget_texts(self) -> None:
        """Drop the texts that have not gone out yet."""
        first = [self._commands[0]] if self._busy else []
        rest = list(self._commands)[len(first) :]
        self._commands = deque(first + [command for command in rest if not command.speaks])

    def close(self) -> None:
        """Silence what we have said and go; at once."""
        self._forget_all()
        if self._socket.state() == QLocalSocket.LocalSocketState.ConnectedState:
            self._socket.write(b"CANCEL SELF\r\nQUIT\r\n")
            self._socket.flush()
        self._socket.abort()

    def _add(self, command: _Command) -> None:
        self._commands.append(command)
        self._pump()

    def _pump(self) -> None:
        if self._busy or not self._commands:
            return
        self._left = list(self._commands[0].parts)
        self._busy = True
        self._write_next()

    def _write_next(self) -> None:
        self._socket.write(self._left.pop(0))
        self._limit.start()

    def _read(self) -> None:
        chunk = self._socket.readAll().data()
        self._size += len(chunk)
        if self._size > _LONGEST_REPLY:
            self._break()
            return
        if self._busy:
            self._limit.start()
        *lines, self._buffer = (self._buffer + chunk).split(b"\n")
        for line in lines:
            if not self._take(line.rstrip(b"\r")):
                self._break()
                return

    def _take(self, line: bytes) -> bool:
        """Take one line; False if it is not of this protocol."""
        if not line[:3].isdigit() or line[3:4] not in (b" ", b"-"):
            return False
        if line[3:4] == b"-":
            self._lines.append(line[4:])
            return True
        code, lines = int(line[:3]), self._lines
        self._lines, self._size = [], 0
        if 700 <= code < 800:
            self.news.emit(code, lines[0] if lines else b"")
        elif self._busy:
            self._answered((code, lines))
        return True

    def _answered(self, reply: Reply) -> None:
        if self._left and reply[0] < 300:
            self._write_next()
            return
        self._limit.stop()
        self._busy = False
        command = self._commands.popleft()
        self._pump()
        if command.then is not None:
            command.then(reply)

    def _on_error(self, error: QLocalSocket.LocalSocketError) -> None:
        nobody = (
            QLocalSocket.LocalSocketError.ServerNotFoundError,
            QLocalSocket.LocalSocketError.ConnectionRefusedError,
        )
        if error in nobody:
            self.refused.emit()
        elif error == QLocalSocket.LocalSocketError.PeerClosedError:
            self._drop()
            self.left.emit()
        else:
            self._break()

    def _too_late(self) -> None:
        # After a stall of ours the answer may have been lying there all the time.
        if self._socket.bytesAvailable():
            self._read()
        else:
            self._break()

    def _break(self) -> None:
        self._drop()
        self.broken.emit()

    def _drop(self) -> None:
        self._forget_all()
        self._socket.abort()

    def _forget_all(self) -> None:
        self._limit.stop()
        self._commands.clear()
        self._busy = False
        self._socket.blockSignals(True)
