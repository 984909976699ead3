"""The one program that runs, and its door: a socket that only the user can open.

What comes in is not trusted. A message that is malformed, too long, too slow or from another user
is dropped; nothing that a caller does can hold the program up. The protocol is told in `door.py`.
"""

from __future__ import annotations

import logging
import os
import socket as sockets
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from cramp_coach import door
from cramp_coach.adapters.seat import CALLERS

if TYPE_CHECKING:
    from cramp_coach.adapters.seat import Seat

log = logging.getLogger(__name__)

WHOLE_MS = 2000
"""A message must be whole so soon after the call."""
TAKEN_MS = 5000
"""An answer must be taken so soon after it was given."""


@dataclass(frozen=True)
class Request:
    """What a caller asks for."""

    arguments: tuple[str, ...]
    """As on the command line, without the name of the program."""
    token: str
    """By which the desktop lets a window come to the front, or ""."""
    reply: Callable[[int, str, str], None]
    """Answers with exit code, output and errors, now or later; only the first time counts."""


class Instance(QObject):
    """Answers whoever calls at the seat of the program."""

    asked = Signal(object)
    """A `Request`. Every one is to be answered."""

    def __init__(self, seat: Seat, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._server: QLocalServer | None = None
        self._callers: set[_Caller] = set()
        self._logged: set[str] = set()

    def open(self) -> None:
        """Begin to answer, first those who wait already."""
        if self._seat.address is None:
            return
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.setMaxPendingConnections(CALLERS)
        handle = self._seat.hand_over()
        opened = server.listen(self._seat.address) if handle is None else server.listen(handle)
        if not opened:
            log.error("commands cannot reach this program: %s", server.errorString())
            server.deleteLater()
            return
        server.newConnection.connect(self._answer_calls)
        self._server = server

    @property
    def address(self) -> str | None:
        """Where it listens, or None."""
        return self._server.fullServerName() if self._server else None

    def close(self) -> None:
        """Close the door and leave the seat."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for caller in list(self._callers):
            caller.drop()
        self._seat.leave()

    def _answer_calls(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            line = self._server.nextPendingConnection()
            if len(self._callers) >= CALLERS:
                self._refused("too many calls at once")
            elif not _is_ours(line):
                self._refused("a call from another user")
            else:
                caller = _Caller(line, self)
                self._callers.add(caller)
                caller.whole.connect(self.asked)
                caller.refused.connect(self._refused)
                caller.gone.connect(self._forget)
                caller.listen()
                continue
            line.abort()
            line.deleteLater()

    def _refused(self, why: str) -> None:
        if why not in self._logged:
            self._logged.add(why)
            log.warning("refused: %s", why)

    def _forget(self, caller: _Caller) -> None:
        self._callers.discard(caller)
        caller.deleteLater()


class _Caller(QObject):
    """One call, from its first byte to the end of its answer."""

    whole = Signal(object)
    refused = Signal(str)
    gone = Signal(object)

    def __init__(self, line: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._line: QLocalSocket | None = line
        line.setParent(self)
        line.setReadBufferSize(door.MAX_MESSAGE + 1)
        self._got = b""
        self._asked = self._answered = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._too_slow)

    def listen(self) -> None:
        """Begin; what has come in already is read at once."""
        if self._line is None:
            return
        self._patience.start(WHOLE_MS)
        self._line.readyRead.connect(self._read)
        self._line.disconnected.connect(self.drop)
        if self._line.state() == QLocalSocket.LocalSocketState.UnconnectedState:
            self.drop()
        else:
            self._read()

    def reply(self, code: int, out: str = "", err: str = "") -> None:
        """Answer, if that has not been done and the caller is still there."""
        if self._line is None or self._answered:
            return
        self._answered = True
        self._patience.start(TAKEN_MS)
        self._line.write(door.answer(code, out, err))
        self._line.flush()
        self._line.disconnectFromServer()

    def drop(self) -> None:
        """End the call; nothing of it is left."""
        line, self._line = self._line, None
        if line is None:
            return
        self._patience.stop()
        line.abort()
        self.gone.emit(self)

    def _read(self) -> None:
        if self._line is None or self._answered:
            return
        self._got += self._line.readAll().data()
        try:
            fields = _fields(self._got)
        except ValueError as problem:
            self.refused.emit(str(problem))
            self.drop()
            return
        if fields is None or self._asked:
            return
        self._asked = True
        self._patience.stop()
        token, *arguments = fields
        self.whole.emit(Request(tuple(arguments), token, self.reply))

    def _too_slow(self) -> None:
        self.refused.emit("an answer that nobody takes" if self._answered else "too slow a message")
        self.drop()


def _fields(got: bytes) -> list[str] | None:
    """Return the fields of a message, or None while it is not whole; ValueError if it is none."""
    head, newline, body = got.partition(b"\n")
    if len(head) > door.MAX_HEAD or (newline and not head):
        raise ValueError("a malformed message")
    if not newline:
        return None
    numbers = door.head_numbers(head, 1)
    if numbers is None or len(body) > numbers[0]:
        raise ValueError("a malformed message")
    if len(head) + 1 + numbers[0] > door.MAX_MESSAGE:
        raise ValueError("too long a message")
    if len(body) < numbers[0]:
        return None
    try:
        return body.decode().split("\0")
    except UnicodeDecodeError:
        raise ValueError("a malformed message") from None


def _is_ours(line: QLocalSocket) -> bool:
    """Say whether the caller is the user: the folder's rights say so, and the kernel once more."""
    if sys.platform != "linux":
        return True
    try:
        handle = os.dup(int(line.socketDescriptor()))
        with sockets.socket(fileno=handle) as view:
            size = struct.calcsize("3i")
            found = view.getsockopt(sockets.SOL_SOCKET, sockets.SO_PEERCRED, size)
    except OSError:
        return False  # it has gone already
    return bool(struct.unpack("3i", found)[1] == os.getuid())
