"""Content that is read when it is first asked for: the first instruction waits for no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

K = TypeVar("K")
V = TypeVar("V")


class OnDemand(Mapping[K, V]):
    """A mapping whose keys are known, and whose values are read once, each when it is needed."""

    def __init__(self, keys: Iterable[K], read: Callable[[K], V]) -> None:
        """Read nothing yet. What `read` raises comes out of the access, each time anew."""
        self._keys = tuple(keys)
        self._read = read
        self._found: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        if key not in self._found:
            if key not in self._keys:
                raise KeyError(key)
            self._found[key] = self._read(key)
        return self._found[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
