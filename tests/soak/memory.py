"""What processes hold in memory, from outside."""

import contextlib
from pathlib import Path


def tree(pid: int) -> list[int]:
    """A process and everything that it started."""
    found = [pid]
    for parent in found:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            for thread in Path(f"/proc/{parent}/task").iterdir():
                found += [int(child) for child in (thread / "children").read_text().split()]
    return found


def resident(pid: int) -> int:
    """Kilobytes that a process and everything that it started have to themselves, shared pages in equal parts."""
    total = 0
    for one in tree(pid):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total
