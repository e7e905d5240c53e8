"""Which operating system account runs PostgreSQL, and where its files then have to be.

PostgreSQL refuses to run as root. When `./portal` itself runs as root, the database runs under a system account of
its own; that account must be able to reach the programs and the data folder. Folders above them (a home folder with
0700, say) are never opened for it: programs and data go to a folder under /var/lib instead.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import sys
import uuid
from pathlib import Path

from .paths import DataDir, FolderProblem
from .processes import Account

SERVICE_ACCOUNT = "portal-iga"
SYSTEM_FOLDER = Path("/var/lib/portal-iga")


def database_account() -> Account | None:
    """The account for PostgreSQL: None for the caller's own, another one when the caller is root."""
    if os.geteuid() != 0:
        return None
    if not sys.platform.startswith("linux"):
        raise FolderProblem("PostgreSQL does not run as root. Start the portal from an ordinary account.")
    for name in (SERVICE_ACCOUNT, None, "nobody"):
        if name is None:
            _create_service_account()
            name = SERVICE_ACCOUNT
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid)
    raise FolderProblem(
        f"PostgreSQL does not run as root and no account for it could be made. Type: useradd --system {SERVICE_ACCOUNT}"
    )


def _create_service_account() -> None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        return
    subprocess.run(
        [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
         "--shell", "/usr/sbin/nologin", SERVICE_ACCOUNT],
        check=False,
        capture_output=True,
    )  # fmt: skip


def reachable(path: Path, account: Account) -> bool:
    """Whether `account` may pass through every folder down to and including `path`."""
    return all(_may_enter(folder, account) for folder in [path, *path.parents] if folder.is_dir())


def _may_enter(folder: Path, account: Account) -> bool:
    status = folder.stat()
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def cluster_home(data: DataDir, *, account: Account | None) -> Path:
    """The folder that holds the database cluster, made with 0700 for the account that runs it.

    Inside the data folder wherever that can be reached. Otherwise below /var/lib, under a random name that the file
    `postgres.location` in the data folder remembers; the data folder alone is then not the whole of the data.
    """
    remembered = data.root / "postgres.location"
    if remembered.exists():
        home = Path(remembered.read_text().strip())
    elif account is None or data.postgres.exists() or reachable(data.root, account):
        home = data.postgres
    else:
        home = SYSTEM_FOLDER / uuid.uuid4().hex
        remembered.write_text(f"{home}\n")
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    home.chmod(0o700)
    if account is not None:
        os.chown(home, account.uid, account.gid)
        if home.parent == SYSTEM_FOLDER:
            SYSTEM_FOLDER.chmod(0o711)
            (home / "belongs-to").write_text(f"{data.root}\n")
    return home


def reachable_programs(programs: Path, *, account: Account | None, label: str) -> Path:
    """The folder of PostgreSQL's programs, copied below /var/lib when `account` cannot reach the installed one.

    `programs` is .../<package>/pginstall18/bin; its libraries stand in ../lib and in a sibling of the package.
    """
    if account is None or (reachable(programs, account) and _readable_by_all(programs / "postgres")):
        return programs
    install = programs.parent
    package = install.parent
    target = SYSTEM_FOLDER / f"programs-{label}"
    copied = target / package.name / install.name / programs.name
    if copied.exists():
        return copied
    SYSTEM_FOLDER.mkdir(mode=0o711, parents=True, exist_ok=True)
    SYSTEM_FOLDER.chmod(0o711)
    draft = SYSTEM_FOLDER / f".programs-{uuid.uuid4().hex}"
    shutil.copytree(install, draft / package.name / install.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    _open_for_reading(draft)
    if target.exists():
        shutil.rmtree(target)
    draft.rename(target)
    return copied


def _readable_by_all(path: Path) -> bool:
    return bool(path.stat().st_mode & stat.S_IXOTH) and bool(path.stat().st_mode & stat.S_IROTH)


def _open_for_reading(top: Path) -> None:
    for folder, _, names in os.walk(top):
        Path(folder).chmod(0o755)
        for name in names:
            path = Path(folder) / name
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
