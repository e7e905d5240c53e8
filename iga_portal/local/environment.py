"""The locked Python environment, `.venv` in the checkout. Standard library only."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import indexes, system
from .console import FOLDER_UNUSABLE, SYSTEM_INCOMPLETE, Console, Stop
from .locks import FileLock
from .paths import REPOSITORY

VENV = REPOSITORY / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "portal.stamp"
UNFINISHED = VENV / "portal.unfinished"
TOOLS = REPOSITORY / ".tools"
UV_REQUIREMENTS = Path(__file__).with_name("uv-requirements.txt")
LOCKS = {"local": REPOSITORY / "requirements-local.txt", "dev": REPOSITORY / "requirements-dev.txt"}
# Where Debian's python3-pip-whl puts pip; its python3 has neither pip nor ensurepip.
DEBIAN_WHEELS = Path("/usr/share/python-wheels")
# The oldest uv that knows the options used here.
UV_MINIMUM = (0, 5, 0)


def up_to_date(wanted: str) -> bool:
    """Whether `.venv` holds at least what `wanted` ("local" or "dev") locks, completely installed.

    The developers' environment is a superset of the other one.
    """
    if UNFINISHED.exists() or not os.access(PYTHON, os.X_OK):
        return False
    stamp = _stamp()
    levels = ("dev",) if wanted == "dev" else ("local", "dev")
    return any(stamp.get("level") == level and stamp.get("lock") == _fingerprint(level) for level in levels)


def ensure(wanted: str, *, console: Console) -> None:
    """Bring `.venv` to what is locked; instant when it is there already. Raises Stop when it cannot be done."""
    if up_to_date(wanted):
        return
    tools_folder()
    # Two commands started at once in a fresh checkout must not install into each other.
    lock = FileLock(TOOLS / "environment.lock").acquire(wait=900)
    try:
        if up_to_date(wanted):
            return
        uv = find_uv() or bring_uv(console=console)
        _install(uv, wanted, console=console)
    finally:
        lock.release()


def _install(uv: Path, wanted: str, *, console: Console) -> None:
    level = "dev" if wanted == "dev" or _has_developer_packages() else wanted
    log = TOOLS / "install.log"
    log.write_text("")
    with console.step(f"Python packages ({level})"):
        if UNFINISHED.exists() or not _python_works():
            # Half-written packages look installed; a new environment from uv's cache is a matter of seconds.
            _run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV], uv=uv, log=log)
        UNFINISHED.write_text("removed when the installation is complete\n")
        _run(
            [uv, "pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode",
             "--python", PYTHON, LOCKS[level]],
            uv=uv,
            log=log,
        )  # fmt: skip
        _make_importable()
        STAMP.write_text(json.dumps({"level": level, "lock": _fingerprint(level)}) + "\n")
        UNFINISHED.unlink()


def _make_importable() -> None:
    """Let every program of the environment import the project, also a bare `pytest`, wherever it is called from."""
    for packages in VENV.glob("lib/python3.*/site-packages"):
        (packages / "portal.pth").write_text(f"{REPOSITORY}\n")


def _python_works() -> bool:
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([PYTHON, "-c", check], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _has_developer_packages() -> bool:
    if _stamp().get("level") == "dev":
        return True
    return any(VENV.glob("lib/python3.*/site-packages/pytest/__init__.py"))


def _stamp() -> dict[str, str]:
    try:
        found = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _fingerprint(level: str) -> str:
    return hashlib.sha256(LOCKS[level].read_bytes()).hexdigest()


def tools_folder() -> None:
    try:
        TOOLS.mkdir(exist_ok=True)
        (TOOLS / ".gitignore").write_text("*\n")
    except OSError as error:
        raise Stop(
            f"The checkout {REPOSITORY} cannot be written ({error.strerror}), and the Python packages go to .venv there.",
            code=FOLDER_UNUSABLE,
        ) from error


def system_log() -> Path:
    """Where the output of the system's package manager goes."""
    tools_folder()
    return TOOLS / "system.log"


def find_uv() -> Path | None:
    """A uv that works and is new enough: from the tools folder, the PATH, or where its installer puts it."""
    candidates = [TOOLS / "uv" / "bin" / "uv", shutil.which("uv")]
    candidates += [Path.home() / ".local" / "bin" / "uv", Path.home() / ".cargo" / "bin" / "uv"]
    for candidate in candidates:
        if candidate and _uv_version(Path(candidate)) >= UV_MINIMUM:
            return Path(candidate)
    return None


def _uv_version(path: Path) -> tuple[int, ...]:
    try:
        result = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return ()
    words = result.stdout.split()
    if result.returncode != 0 or len(words) < 2:
        return ()
    return tuple(int(part) for part in words[1].split(".") if part.isdigit())


def needs_pip(wanted: str) -> bool:
    """Whether the environment has to be installed and neither uv nor a pip to bring it is here."""
    return not up_to_date(wanted) and find_uv() is None and _find_pip() is None


def bring_uv(*, console: Console) -> Path:
    """Install uv, checked against its locked hashes, into the tools folder. Raises Stop with the line to type."""
    log = TOOLS / "uv.log"
    log.write_text("")
    with console.step("uv, which installs the Python packages"):
        pip = _find_pip()
        if pip is not None:
            target = TOOLS / "uv"
            shutil.rmtree(target, ignore_errors=True)
            command = [*pip, "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes",
                       "--only-binary", ":all:", "--target", target, "--requirement", UV_REQUIREMENTS]  # fmt: skip
            with log.open("ab") as output:
                done = subprocess.run(
                    command, stdout=output, stderr=output, env=_pip_environment(), check=False
                )
            found = find_uv()
            if done.returncode == 0 and found:
                return found
    end = "\n".join(log.read_text(errors="replace").splitlines()[-12:])
    line = system.command_line(["python3-pip", "ca-certificates"])
    raise Stop(
        "uv, which installs the Python packages, is missing and could not be fetched. "
        f"With pip or uv installed, and the package index within reach, start again. Type:\n\n  {line}\n"
        + (f"\npip said:\n{end}" if end else ""),
        code=SYSTEM_INCOMPLETE,
    )


def _find_pip() -> list[str | Path] | None:
    """A way to run pip: the interpreter's own, the one ensurepip carries, or Debian's wheel of it."""
    for attempt in (_own_pip, _bundled_pip, _wheel_pip):
        found = attempt()
        if found is not None:
            return found
    return None


def _own_pip() -> list[str | Path] | None:
    command: list[str | Path] = [sys.executable, "-m", "pip"]
    works = subprocess.run([*command, "--version"], capture_output=True, check=False).returncode == 0
    return command if works else None


def _bundled_pip() -> list[str | Path] | None:
    try:
        import ensurepip
    except ImportError:
        return None
    wheels = sorted((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))
    return [sys.executable, wheels[-1] / "pip"] if wheels else None


def _wheel_pip() -> list[str | Path] | None:
    wheels = sorted(DEBIAN_WHEELS.glob("pip-*.whl"))
    # A wheel is a zip file that Python can run from.
    return [sys.executable, wheels[-1] / "pip"] if wheels else None


def _pip_environment() -> dict[str, str]:
    # Variables of a virtual environment or a user's own settings must not send the files elsewhere.
    dropped = ("PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PYTHONPATH", "PYTHONHOME")
    return {name: value for name, value in os.environ.items() if name not in dropped}


def _run(command: list[str | Path], *, uv: Path, log: Path) -> None:
    environment = {**os.environ, **indexes.uv_environment(os.environ, home=Path.home())}
    environment.pop("VIRTUAL_ENV", None)
    environment.pop("PYTHONHOME", None)
    if not os.access(Path.home(), os.W_OK):
        environment.setdefault("UV_CACHE_DIR", str(TOOLS / "uv-cache"))
    with log.open("ab") as output:
        result = subprocess.run(
            command, stdout=output, stderr=output, env=environment, cwd=REPOSITORY, check=False
        )
    if result.returncode != 0:
        end = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        raise Stop(
            f"The Python packages could not be installed; {uv.name} said:\n\n{end}\n\nThe whole of it: {log}"
        )
