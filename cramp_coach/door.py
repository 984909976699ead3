"""The way to a running program: where its socket lies, and how a command is sent to it.

A person in pain waits for this, so it imports next to nothing (`_socket`, for `socket` alone takes
half as long as Python's own start). The other side is `adapters/instance.py`.

A message is one line, `cramp-coach/1 <bytes>`, and then so many bytes: the desktop's activation
token (or nothing) and the arguments, UTF-8, parted by NUL, which no argument can hold. The answer
is `cramp-coach/1 <exit code> <bytes of output> <bytes of errors>` and both texts.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # the real one lies in a module that is slow to import
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PROTOCOL = b"cramp-coach/1"
MAX_MESSAGE = 64 * 1024
"""Bytes of a whole message; all that we ever send fits in a hundred."""
MAX_HEAD = 64
MAX_ANSWER = 64 * 1024 * 1024
SOCKET = "coach.sock"
_MAX_PATH = 85
"""A socket's path holds 104 bytes on macOS, 108 on Linux; Qt first makes it in a folder beside."""


class Silent(Exception):
    """Someone holds the socket and does not answer as the program would."""


class TooLong(Exception):
    """The arguments do not fit into a message."""


# ------------------------------------------------------------------------------------ the place


def default_data() -> str:
    """Return the folder for the person's data on this system."""
    import platformdirs

    return platformdirs.user_data_dir("cramp-coach", appauthor=False)


def runtime(data_dir: str | None = None) -> str:
    """Return the folder of socket and lock: below `data_dir` if that was given and is not too long.

    The system's own place is taken even where XDG_RUNTIME_DIR is not set: a shortcut or a timer
    that starts without it must find the same program.
    """
    if data_dir is None:
        base = os.environ.get("XDG_RUNTIME_DIR", "")
        if not os.path.isabs(base) and sys.platform == "linux":
            base = f"/run/user/{os.getuid()}"
            base = base if os.access(base, os.W_OK) else ""
        folder = os.path.join(base, "cramp-coach") if os.path.isabs(base) else ""
        data_dir = "" if folder else default_data()
    else:
        folder, data_dir = "", absolute(data_dir)
    folder = folder or os.path.join(data_dir, "run")
    fits = len(os.fsencode(os.path.join(folder, SOCKET))) <= _MAX_PATH
    return folder if fits else spare(data_dir or default_data())


def spare(data: str) -> str:
    """Return a short folder for socket and lock, for when the proper one is of no use."""
    name = f"{_mixed(os.fsencode(os.path.realpath(data))):016x}"
    if sys.platform == "win32":
        return os.path.join(os.environ.get("TEMP", "."), f"cramp-coach-{name}")
    return f"/tmp/cramp-coach-{os.getuid()}-{name}"


def _mixed(text: bytes) -> int:
    """Return a number of 64 bits that tells one text from another (FNV-1a).

    It keeps no secret: whether a folder is ours is asked of the system. `hashlib` takes 3 ms.
    """
    mixed = 0xCBF29CE484222325
    for byte in text:
        mixed = (mixed ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return mixed


def absolute(folder: str) -> str:
    """Return the full path of a folder that somebody typed."""
    return os.path.abspath(os.path.expanduser(folder))


def address(folder: str) -> str:
    """Return what to listen on and to connect to: a path, or on Windows the name of a pipe."""
    if sys.platform == "win32":
        import hashlib

        folder = os.path.normcase(os.path.abspath(folder))
        return "cramp-coach-" + hashlib.sha256(folder.encode()).hexdigest()[:32]
    return os.path.join(folder, SOCKET)


def _addresses(data_dir: str | None) -> Iterator[str]:
    first = runtime(data_dir)
    yield address(first)
    other = spare(default_data() if data_dir is None else absolute(data_dir))
    if other != first:
        yield address(other)


# ---------------------------------------------------------------------------------- the message


def message(arguments: Sequence[str], token: str = "") -> bytes:
    """Return the message that carries `arguments`.

    Raises:
        UnicodeEncodeError: for an argument that is no text.
        TooLong: if they do not fit.
    """
    body = "\0".join((token, *arguments)).encode()
    whole = b"%s %d\n%s" % (PROTOCOL, len(body), body)
    if len(whole) > MAX_MESSAGE:
        raise TooLong
    return whole


def answer(code: int, out: str, err: str) -> bytes:
    """Return the message that answers a command."""
    told, complained = (text.encode("utf-8", "replace") for text in (out, err))
    head = b"%s %d %d %d\n" % (PROTOCOL, code, len(told), len(complained))
    return head + told + complained


def head_numbers(line: bytes, count: int) -> list[int] | None:
    """Return the numbers in the first line of a message, or None if it is none of ours."""
    protocol, *numbers = line.split(b" ")
    if protocol != PROTOCOL or len(numbers) != count:
        return None
    if not all(number.isdigit() and len(number) < 10 for number in numbers):
        return None
    return [int(number) for number in numbers]


# ------------------------------------------------------------------------------------- the call


def call(
    data_dir: str | None, arguments: Sequence[str], timeout: float
) -> tuple[int, str, str] | None:
    """Have the running program do `arguments`; return exit code, output and errors.

    None if no program runs. `timeout` is how long to wait for each part of the answer, seconds.

    Raises:
        Silent: it runs, but does not answer.
        UnicodeEncodeError, TooLong: the arguments cannot be sent; nobody was asked.
    """
    asked = message(arguments, os.environ.get("XDG_ACTIVATION_TOKEN", ""))
    for place in _addresses(data_dir):
        if sys.platform == "win32":
            found = _through_pipe(place, asked)
        else:
            found = _through_socket(place, asked, timeout)
        if found is not None:
            return found
    return None


def _through_socket(path: str, asked: bytes, timeout: float) -> tuple[int, str, str] | None:
    import _socket

    try:
        if os.lstat(path).st_uid != os.getuid():
            return None  # in a folder that all can write, somebody else's
        line = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        line.settimeout(timeout)
        line.connect(path)
    except (OSError, ValueError):
        return None  # nothing there, or what a killed program left behind
    try:
        line.sendall(asked)
        return _read_answer(line.recv)
    except OSError as problem:
        raise Silent(str(problem)) from problem
    finally:
        line.close()


def _through_pipe(name: str, asked: bytes) -> tuple[int, str, str] | None:
    try:
        with open(rf"\\.\pipe\{name}", "r+b", buffering=0) as pipe:
            pipe.write(asked)
            return _read_answer(pipe.read)
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise Silent(str(problem)) from problem


def _read_answer(receive: Callable[[int], bytes]) -> tuple[int, str, str]:
    got = b""
    while b"\n" not in got[:MAX_HEAD]:
        more = receive(65536)
        if not more or len(got) > MAX_HEAD:
            raise Silent
        got += more
    head, _, body = got.partition(b"\n")
    numbers = head_numbers(head, 3)
    if numbers is None or numbers[1] + numbers[2] > MAX_ANSWER:
        raise Silent
    code, told, complained = numbers
    parts = [body]
    missing = told + complained - len(body)
    while missing > 0:
        more = receive(65536)
        if not more:
            raise Silent
        parts.append(more)
        missing -= len(more)
    body = b"".join(parts)
    return code, body[:told].decode(), body[told : told + complained].decode()
