"""Work shared out to child processes. Django is imported inside: a spawned process reads this module before it is set up."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Any

PROCESSES = 2


def begin() -> None:
    """Set a child up, and let it end when its parent does, however that ends: an orphan would hold its database session."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()
    import django

    django.setup()


def _end_after(parent: Any) -> None:
    parent.join()
    os._exit(1)


def share_out(
    work: Callable[[Any], Any], tasks: Sequence[Any], *, processes: int = PROCESSES
) -> Iterator[Any]:
    """The results of `work` over the tasks, as they come; with one process, here and in order.

    The first failure is raised when what is running has ended; what has not begun is left.
    """
    if processes <= 1 or len(tasks) <= 1:
        yield from map(work, tasks)
        return
    # A forked child would share this process's connection; a spawned one starts clean, with settings from the environment.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=begin) as pool:
        waiting = [pool.submit(work, task) for task in tasks]
        try:
            for done in as_completed(waiting):
                yield done.result()
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def score_regions(task: tuple[int, Sequence[int]]) -> int:
    """Bring regions, given as (period id, region ids), up to date; returns the number of computations."""
    from scoring.recompute import recompute_region

    period_id, region_ids = task
    return sum(len(recompute_region(region_id, period_id=period_id)) for region_id in region_ids)


def load_scene(task: tuple[int, int]) -> str:
    """Load one region of the demonstration, given as (period id, region id); returns what to say about it."""
    from iga_portal.demo.loading import load_region

    return load_region(*task)
