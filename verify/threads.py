"""One thread a process: the libraries' own threads would only get into each other's way.

A piece is small. Its matrix products, shared out over a machine's cores, keep them all waiting for one another and take
no less time; where every core has a process of its own they take several times as much.
"""

import cv2
from threadpoolctl import threadpool_limits


def one_thread() -> None:
    """Let OpenCV and the library of matrix products work in the calling thread, for the rest of the process."""
    cv2.setNumThreads(1)
    threadpool_limits(limits=1, user_api="blas")
