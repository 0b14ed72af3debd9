"""One thread a process."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import cv2
import numpy as np
from threadpoolctl import threadpool_info

from verify.threads import one_thread


def threads() -> tuple[int, set[int]]:
    """OpenCV's threads, and those of each library of matrix products, in a process that wants one."""
    one_thread()
    np.ones((2, 2)) @ np.ones((2, 2))
    return cv2.getNumThreads(), {int(pool["num_threads"]) for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_opencv_and_matrix_products_keep_to_the_calling_thread() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        opencv, products = other.submit(threads).result()
    assert 1 == opencv
    assert products <= {1}
