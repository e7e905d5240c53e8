"""Found by the workers: registers what the jobs of this room do."""

from __future__ import annotations

from innovations.bulk import jobs

__all__ = ["jobs"]
