"""A job as the progress component takes it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from iga_portal.jobs.models import Job, JobState
from iga_portal.jobs.registry import kind_of
from iga_portal.web.formats import day
from iga_portal.web.parts import Progress


def progress_of(
    job: Job, *, fragment_url: str, page_url: str, result_url: str = "", result_label: str = ""
) -> Progress:
    """The job with the addresses of its room. `result_url` is shown once the job is done and has left a file."""
    kind = kind_of(job)
    left_file = job.state == JobState.DONE and job.result_file_id is not None
    removed = job.result_removed_at
    gone = (
        _("Berkasnya dihapus pada %(day)s. Pesan lagi bila masih perlu.") % {"day": day(removed)}
        if removed is not None
        else ""
    )
    return Progress(
        title=kind.title(job) if kind else _("Pekerjaan"),
        state=job.state,
        done=job.done,
        total=job.total,
        message=" ".join(filter(None, [job.message, gone])),
        fragment_url=fragment_url,
        page_url=page_url,
        result_url=result_url if left_file else "",
        result_label=result_label or _("Unduh"),
    )
