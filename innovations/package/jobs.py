"""The package behind a page: ordered by a regional admin, written to the disk by a worker, kept as the file of a job."""

from __future__ import annotations

import hashlib
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from iga_portal.files.domain import store
from iga_portal.files.models import StoredFile
from iga_portal.jobs.domain import Progress, request_job
from iga_portal.jobs.models import Job
from iga_portal.jobs.registry import JobRefused, Outcome, does
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from innovations.package.content import CHOSEN, WHICH, Package, gather
from innovations.package.sheet import write_workbook
from innovations.package.zipped import PIECE, Lost, json_bytes, write_zip
from innovations.rules import can_manage_region
from regions.access import Actor, grant_for
from regions.enums import Role
from regions.models import Person, RegionPeriod

PACKAGE: Final = "innovations.package"
ZIP, XLSX, JSON = "zip", "xlsx", "json"
MEDIA_TYPES: Final = {
    ZIP: "application/zip",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    JSON: "application/json",
}
SCRATCH: Final = "paket"
"""Folder of the private store where a package is written before it is kept; no region's code."""
LEFT_BEHIND_SECONDS: Final = 24 * 3600


def order_package(region_period: RegionPeriod, *, actor: Actor, which: str, form: str, language: str) -> Job:
    """Ask for a package. Pressed twice, it is one job. Raises Refused."""
    ruling = can_manage_region(actor, region_period.region_id)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    if which not in WHICH or form not in MEDIA_TYPES:
        raise Refused("form", _("Pilih isi paket dan bentuk berkasnya."))
    job, _new = request_job(
        region_id=region_period.region_id,
        kind=PACKAGE,
        arguments={
            "region_period": region_period.pk,
            "which": which,
            "form": form,
            "language": language,
        },
        once=f"{PACKAGE}/{region_period.pk}/{which}/{form}/{actor.person_id}",
        person_id=actor.person_id,
    )
    return job


def title_of(job: Job) -> str:
    kind = str(job.arguments["form"]).upper()
    if job.arguments["which"] == CHOSEN:
        return _("Paket portofolio sebelum dikirim (%(form)s)") % {"form": kind}
    return _("Paket portofolio yang terkirim (%(form)s)") % {"form": kind}


@does(PACKAGE, title=title_of, results_page="package", results_title=gettext_lazy("Paket portofolio"))
def make_package(job: Job, progress: Progress) -> Outcome:
    """Read the content in one transaction, write the file without any, keep it in another. Killed, the next try begins anew."""
    form = str(job.arguments["form"])
    with translation.override(job.arguments.get("language") or "id"), _scratch() as folder:
        with _place(job):
            _refuse_gone(job)
            period = RegionPeriod.objects.select_related("region", "period").get(
                pk=job.arguments["region_period"]
            )
            package = gather(period, which=job.arguments["which"])
        path = folder / f"paket.{form}"
        try:
            _write(package, path, form=form, progress=progress)
        except Lost as lost:
            raise JobRefused(
                _("Berkas “%(path)s” tidak ditemukan utuh di penyimpanan. Minta pemiliknya mengunggah lagi, lalu pesan paket ini sekali lagi.")
                % {"path": lost}
            ) from lost  # fmt: skip
        name = f"portofolio-{slugify(period.region.short_name)[:60]}-{period.period.year}.{form}"
        with _place(job):
            stored = _kept(path, name=name, job=job, media_type=MEDIA_TYPES[form])
        return Outcome(_told(package), stored)


def _write(package: Package, path: Path, *, form: str, progress: Progress) -> None:
    def step(done: int, total: int) -> None:
        progress.total = total
        progress.tell(done)

    if form == ZIP:
        write_zip(package, path, step=step)
    elif form == XLSX:
        write_workbook(package.document, path)
    else:
        path.write_bytes(json_bytes(package.document))


def _told(package: Package) -> str:
    count = len(package.document["innovations"])
    words = ngettext("%(count)d inovasi.", "%(count)d inovasi.", count) % {"count": count}
    if not package.omitted:
        return words
    more = ngettext(
        "%(count)d dokumen tidak disertakan karena belum atau tidak lolos pemindaian virus.",
        "%(count)d dokumen tidak disertakan karena belum atau tidak lolos pemindaian virus.",
        package.omitted,
    )
    return f"{words} {more % {'count': package.omitted}}"


def _kept(path: Path, *, name: str, job: Job, media_type: str) -> StoredFile:
    """The file in the private store; the same bytes as before share their place. Read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while piece := content.read(PIECE):
            digest.update(piece)
        return store(
            File(content, name=name),
            region_id=job.region_id,
            person_id=job.requested_by_id,
            name=name,
            media_type=media_type,
            digest=digest.hexdigest(),
            size=path.stat().st_size,
        )


def _refuse_gone(job: Job) -> None:
    """The person who asked is still an admin of the region. Raises JobRefused."""
    person = Person.objects.filter(pk=job.requested_by_id or 0).first()
    place = {"acting": "daerah", "region_id": job.region_id}
    if person is None or grant_for(person, place) is None:
        raise JobRefused(_("Anda tidak lagi admin daerah ini; paket tidak dibuat."))


def _place(job: Job) -> Any:
    return scope(
        {job.region_id},
        actor_id=job.requested_by_id,
        role=Role.REGIONAL_ADMIN,
        request_id=f"job-{job.pk}",
    )


@contextmanager
def _scratch() -> Iterator[Path]:
    """A folder of this job alone, taken away afterwards; those of workers that were killed go after a day."""
    try:
        root = Path(default_storage.path(SCRATCH))
    except NotImplementedError:  # a store that is no disk
        root = Path(settings.PRIVATE_ROOT) / SCRATCH
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in root.iterdir():
        if time.time() - old.stat().st_mtime > LEFT_BEHIND_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
    folder = root / uuid.uuid4().hex
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
