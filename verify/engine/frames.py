"""Pixels in memory that several processes share: written once by the parent, never copied by a worker."""

from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class FrameRef:
    """Where a worker finds the pixels of a piece."""

    slot: int
    name: str
    shape: tuple[int, ...]


class Frames:
    """The parent's side: slots that grow to the largest picture that they held."""

    def __init__(self) -> None:
        self._memory: list[SharedMemory] = []
        self._free: list[int] = []

    def put(self, pixels: Pixels) -> FrameRef:
        """Copy a picture into a free slot."""
        slot = self._slot(pixels.nbytes)
        memory = self._memory[slot]
        np.copyto(np.ndarray(pixels.shape, np.uint8, memory.buf), pixels)
        return FrameRef(slot, memory.name, pixels.shape)

    def release(self, frame: FrameRef) -> None:
        """The piece is answered: its slot is free."""
        self._free.append(frame.slot)

    def close(self) -> None:
        """Give the memory back."""
        for memory in self._memory:
            memory.close()
            memory.unlink()
        self._memory.clear()
        self._free.clear()

    def _slot(self, size: int) -> int:
        """A free slot of at least that many bytes."""
        if not self._free:
            self._memory.append(SharedMemory(create=True, size=max(1, size)))
            return len(self._memory) - 1
        slot = self._free.pop()
        if self._memory[slot].size < size:
            self._memory[slot].close()
            self._memory[slot].unlink()
            self._memory[slot] = SharedMemory(create=True, size=size)
        return slot


class Attached:
    """A worker's side: slots stay mapped from piece to piece."""

    def __init__(self) -> None:
        self._memory: dict[int, SharedMemory] = {}

    def pixels(self, frame: FrameRef) -> Pixels:
        """The picture in its slot; valid until the piece is answered."""
        known = self._memory.get(frame.slot)
        if known is None or known.name != frame.name:
            if known is not None:
                known.close()
            known = self._memory[frame.slot] = SharedMemory(frame.name)
        return np.ndarray(frame.shape, np.uint8, known.buf)
