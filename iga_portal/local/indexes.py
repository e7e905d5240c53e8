"""Where Python packages come from on this machine. Standard library only.

pip and uv read different settings. Whoever configured a package index for pip (a mirror inside a ministry, say) means
it for both, so what pip was told is handed to uv wherever uv was told nothing. No address is written here: without
any setting each tool uses its own default.
"""

from __future__ import annotations

import configparser
import os
from collections.abc import Mapping
from pathlib import Path

# Debian, Ubuntu and what descends from them.
SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")

PIP_SECTIONS = ("global", "download", "install")


def pip_settings(environment: Mapping[str, str], *, home: Path) -> dict[str, str]:
    """pip's settings that matter here, from its files (later ones win) and then its variables."""
    files = [
        Path("/etc/xdg/pip/pip.conf"),
        Path("/etc/pip.conf"),
        home / ".pip" / "pip.conf",
        home / "Library" / "Application Support" / "pip" / "pip.conf",
        Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "pip" / "pip.conf",
    ]
    chosen = environment.get("PIP_CONFIG_FILE")
    if chosen:
        files = [] if chosen == os.devnull else [*files, Path(chosen)]
    parser = configparser.RawConfigParser()
    try:
        parser.read(files, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError):
        parser = configparser.RawConfigParser()
    found: dict[str, str] = {}
    names = ("index-url", "extra-index-url", "find-links", "cert", "trusted-host", "proxy")
    for name in names:
        for section in PIP_SECTIONS:
            if parser.has_option(section, name):
                found[name] = " ".join(parser.get(section, name).split())
        variable = environment.get("PIP_" + name.upper().replace("-", "_"))
        if variable:
            found[name] = variable
    return found


def uv_environment(environment: Mapping[str, str], *, home: Path) -> dict[str, str]:
    """The variables to add for uv, so that it finds the index, the certificates and the proxy that pip was told of."""
    pip = pip_settings(environment, home=home)
    wanted: dict[str, str] = {}
    told = (
        "UV_DEFAULT_INDEX",
        "UV_INDEX_URL",
        "UV_INDEX",
        "UV_EXTRA_INDEX_URL",
        "UV_CONFIG_FILE",
        "UV_NO_INDEX",
    )
    if not any(environment.get(name) for name in told) and not _has_uv_file(environment, home=home):
        if pip.get("index-url"):
            wanted["UV_DEFAULT_INDEX"] = pip["index-url"]
        extra = [url for url in pip.get("extra-index-url", "").split() if url.startswith("http")]
        if extra:
            # pip looks at every index alike; the hashes in the lock make that safe.
            wanted["UV_INDEX"] = " ".join(extra)
            wanted["UV_INDEX_STRATEGY"] = "unsafe-best-match"
        links = [
            link
            for link in pip.get("find-links", "").split()
            if link.startswith("http") or Path(link).is_dir()
        ]
        if links:
            wanted["UV_FIND_LINKS"] = ",".join(links)
        if pip.get("trusted-host"):
            wanted["UV_INSECURE_HOST"] = " ".join(pip["trusted-host"].split())
    if pip.get("proxy"):
        wanted["HTTPS_PROXY"] = wanted["HTTP_PROXY"] = pip["proxy"]
    # uv carries certificates of its own; an office's own authority is known to the system only.
    certificates = pip.get("cert") or (str(SYSTEM_CERTIFICATES) if SYSTEM_CERTIFICATES.exists() else "")
    if certificates:
        wanted["SSL_CERT_FILE"] = certificates
    return {name: value for name, value in wanted.items() if not environment.get(name)}


def _has_uv_file(environment: Mapping[str, str], *, home: Path) -> bool:
    config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    for path in (config / "uv" / "uv.toml", Path("/etc/xdg/uv/uv.toml"), Path("/etc/uv/uv.toml")):
        try:
            if "index" in path.read_text():
                return True
        except OSError:
            continue
    return False
