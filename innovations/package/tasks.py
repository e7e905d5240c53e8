"""Found by the workers: registers what the job of this room does."""

from __future__ import annotations

from innovations.package import jobs

__all__ = ["jobs"]
