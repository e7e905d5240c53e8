"""Libraries, fonts and programs of the operating system. Standard library only."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .console import SYSTEM_INCOMPLETE, Console, Stop

LIST = Path(__file__).with_name("system-packages.txt")

# What the same things are called elsewhere, for the line a person has to type.
BREW = {"libpango-1.0-0": "pango", "libpangoft2-1.0-0": "pango", "libharfbuzz-subset0": "harfbuzz",
        "fonts-ebgaramond": "font-eb-garamond", "fonts-lato": "font-lato", "libatomic1": "gcc",
        "chromium": "--cask chromium"}  # fmt: skip


@dataclass(frozen=True)
class Package:
    """A package of the operating system and how its presence is seen."""

    name: str
    probe: str

    def present(self) -> bool:
        kind, _, value = self.probe.partition(":")
        if kind == "lib":
            return _library_loads(value)
        if kind == "font":
            return _font_exists(value)
        if kind == "program":
            return any(shutil.which(name) for name in value.split(","))
        return Path(value).exists()


def refuse_bare_root() -> None:
    """Raise Stop in a change-root or container without /proc or shared memory, which no process here does without."""
    if not sys.platform.startswith("linux"):
        return
    lines = []
    if not Path("/proc/self/stat").exists():
        lines.append("mount -t proc proc /proc")
    if not _semaphores_work():
        # Celery's pool counts with POSIX semaphores, which the C library keeps there.
        lines.append("mkdir -p /dev/shm && mount -t tmpfs tmpfs /dev/shm")
    if lines:
        line = " && ".join(lines)
        raise Stop(f"This system has no /proc or no shared memory. Type (as root):\n\n  {line}\n\nand start again.",
                   code=SYSTEM_INCOMPLETE)  # fmt: skip


def _semaphores_work() -> bool:
    try:
        from _multiprocessing import SemLock

        SemLock(1, 1, 1, f"/portal-{os.getpid()}", True)
    except (ImportError, OSError):
        return False
    return True


def packages(*sections: str) -> list[Package]:
    """The packages of these sections of the list, in its order."""
    found = []
    section = ""
    for line in LIST.read_text().splitlines():
        words = line.split("#")[0].split()
        if not words:
            continue
        if words[0].startswith("["):
            section = words[0].strip("[]")
        elif section in sections:
            found.append(Package(name=words[0], probe=words[1]))
    return found


def missing(*sections: str) -> list[str]:
    return [package.name for package in packages(*sections) if not package.present()]


def _library_loads(name: str) -> bool:
    candidates = [name]
    if sys.platform == "darwin":
        stem = name.split(".so")[0]
        names = [f"{stem}.dylib", f"{stem}.0.dylib"]
        folders = ["", "/opt/homebrew/lib/", "/usr/local/lib/"]
        candidates = [f"{folder}{each}" for folder in folders for each in names]
    for candidate in candidates:
        try:
            ctypes.CDLL(candidate)
        except OSError:
            continue
        return True
    return False


def _font_exists(stem: str) -> bool:
    home = Path.home()
    folders: list[str | Path] = ["/usr/share/fonts", "/usr/local/share/fonts", home / ".local/share/fonts", home / ".fonts",
               "/Library/Fonts", home / "Library/Fonts"]  # fmt: skip
    wanted = {f"{stem}.otf", f"{stem}.ttf"}
    return any(not wanted.isdisjoint(names) for folder in folders for _, _, names in os.walk(folder))


def ensure(*sections: str, console: Console, log: Callable[[], Path], reason: str) -> None:
    """Install the packages of these sections that are missing, or stop with the line to type.

    Uses apt-get as root or through a sudo that asks no password; touches nothing when nothing is missing.
    """
    absent = missing(*sections)
    if not absent:
        return
    with console.step(f"system packages: {' '.join(absent)}") as step:
        installed = install(absent, log=log())
        if not installed:
            step.note = "not possible"
    still = missing(*sections)
    if still:
        raise Stop(f"{reason}\nType:\n\n  {command_line(still)}\n\nand start again.", code=SYSTEM_INCOMPLETE)


def install(names: Sequence[str], *, log: Path) -> bool:
    """Install by apt-get where that is allowed without asking; returns whether apt-get said yes."""
    prefix = _privilege()
    if prefix is None or shutil.which("apt-get") is None:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    get = [*prefix, "apt-get", "-y", "-q", "-o", "DPkg::Lock::Timeout=300"]
    wanted = [*get, "install", "--no-install-recommends", *names]
    with log.open("ab") as output:
        for command in (wanted, [*get, "update"], wanted):
            result = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, check=False
            )
            if command is wanted and result.returncode == 0:
                return True
    return False


def _privilege() -> list[str] | None:
    """The words before a command that needs root: none as root, sudo when it asks nothing, None when impossible."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", "--preserve-env=DEBIAN_FRONTEND"]
    return None


def command_line(names: Iterable[str]) -> str:
    """The exact line that installs these packages on this system."""
    names = list(names)
    if sys.platform == "darwin":
        return "brew install " + " ".join(dict.fromkeys(BREW.get(name, name) for name in names))
    if shutil.which("apt-get"):
        update, get = "apt-get update", f"apt-get install -y --no-install-recommends {' '.join(names)}"
        if os.geteuid() == 0:
            return f"{update} && {get}"
        if shutil.which("sudo"):
            return f"sudo {update} && sudo {get}"
        return f"su -c '{update} && {get}'"
    return f"(install with your system's package manager what Debian calls) {' '.join(names)}"
