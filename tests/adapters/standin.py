"""A speech-dispatcher made of cardboard: says what the real one says, or what the test wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

if TYPE_CHECKING:
    from pathlib import Path

VOICES = [
    "Afrikaans\taf\tnone",
    "English (Caribbean)\ten-029\tnone",
    "English (America)+croak\ten-US\tcroak",
    "English (Great Britain)\ten-GB\tnone",
    "English (America)\ten-US\tnone",
]


class StandIn(QObject):
    """Takes down every line and answers as speech-dispatcher 0.11 does."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.heard: list[str] = []
        """What came over the wire, line by line."""
        self.texts: list[str] = []
        """The data of each SPEAK as it came, without the end."""
        self.module = "espeak-ng"
        self.voices = VOICES
        self.silent_after = ""
        """From this line on it never answers again."""
        self.instead: dict[str, bytes] = {}
        """What to answer to a line instead of the usual."""
        self.never_ends = False
        self.leaves = 0
        """How many of the next clients it leaves at their first word."""
        self.clients = 0
        self._data: list[str] | None = None
        self._buffer = b""
        self._socket: QLocalSocket | None = None
        self._silent = False
        path.parent.mkdir(parents=True, exist_ok=True)
        self._server = QLocalServer(self)
        assert self._server.listen(str(path)), self._server.errorString()
        self._server.newConnection.connect(self._on_client)

    def send(self, text: str) -> None:
        """Send lines of our own."""
        assert self._socket is not None
        self._socket.write(text.replace("\n", "\r\n").encode())

    def end(self, message: int, code: int = 702, word: str = "END") -> None:
        """Say that message `message` is over."""
        self.send(f"{code}-{message}\n{code}-1\n{code} {word}\n")

    def hang_up(self) -> None:
        """Go away in the middle."""
        assert self._socket is not None
        self._socket.abort()

    def close(self) -> None:
        """Take the socket away."""
        self._server.close()
        if self._socket is not None:
            self._socket.abort()

    def _on_client(self) -> None:
        self.clients += 1
        self._socket = self._server.nextPendingConnection()
        self._socket.readyRead.connect(self._read)
        self._buffer, self._data, self._silent = b"", None, False

    def _read(self) -> None:
        assert self._socket is not None
        *lines, self._buffer = (self._buffer + self._socket.readAll().data()).split(b"\r\n")
        for line in lines:
            self._take(line.decode())

    def _take(self, line: str) -> None:
        self._silent = self._silent or bool(self.silent_after and line == self.silent_after)
        if self._data is None:
            self.heard.append(line)
            if not self._silent:
                self._answer(line)
        elif line == ".":
            self.texts.append("\n".join(self._data))
            self._data = None
            number = len(self.texts)
            self.send(f"225-{number}\n225 OK MESSAGE QUEUED\n")
            self.send(f"701-{number}\n701-1\n701 BEGIN\n")
            if not self.never_ends:
                self.end(number)
        else:
            self._data.append(line)

    def _answer(self, line: str) -> None:
        assert self._socket is not None
        if self.leaves:
            self.leaves -= 1
            self.hang_up()
        elif line in self.instead:
            self._socket.write(self.instead[line])
        elif line == "SPEAK":
            self._data = []
            self.send("230 OK RECEIVING DATA\n")
        elif line == "GET OUTPUT_MODULE":
            self.send(f"251-{self.module}\n251 OK GET RETURNED\n")
        elif line == "LIST SYNTHESIS_VOICES":
            listed = "".join(f"249-{voice}\n" for voice in self.voices)
            self.send(f"{listed}249 OK VOICE LIST SENT\n")
        else:
            self.send("200 OK\n")
