"""What can be said of the deployment files without a container engine: they agree with each other and with the code."""

from __future__ import annotations

import io
import re
import stat
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.test import override_settings

from iga_portal.files import scanning
from tests.files.clamd import needs_clamd, running

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "iga_portal" / "deploy"
GUIDE = ROOT / "iga_portal" / "docs" / "deployment.md"
SCRIPTS = sorted(DEPLOY.glob("*.sh"))
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
PORTAL = ("migrate", "web", "worker", "beat")
DOCKERFILE = (ROOT / "Dockerfile").read_text()
ENTRYPOINT = (DEPLOY / "entrypoint.sh").read_text()
NGINX = (DEPLOY / "nginx.conf").read_text()

SECRET_WORDS = re.compile(
    r"PASSWORD|SECRET|TOKEN|KEY|EMAIL_URL|OPENID_CONNECT_APPS|DATABASE_URL|OWNER_URL|REDIS_URL"
)


def settings_variables() -> set[str]:
    """What iga_portal/settings.py reads from the environment."""
    text = (ROOT / "iga_portal" / "settings.py").read_text()
    found = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', text))
    return found | set(re.findall(r'"(DATABASE_(?:OWNER_)?URL)"', text))


def entrypoint_variables() -> set[str]:
    program = re.sub(r"#.*", "", ENTRYPOINT)
    return set(re.findall(r"\$\{([A-Z_]+)[:}]", program)) | {
        f"{name}_FILE"
        for name in re.findall(r"(?:read_secret|database_address iga_\w+|optional_secret) ([A-Z_]+)", program)
    }


def test_services_are_the_topology_of_the_portal() -> None:
    assert set(SERVICES) == {"db", "broker", *PORTAL, "clamav", "proxy"}
    # The scanner is a choice; everything else always runs.
    assert {name: service["profiles"] for name, service in SERVICES.items() if "profiles" in service} == {
        "clamav": ["scan"]
    }
    assert SERVICES["db"]["image"] == "postgres:18"


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    # Mail, the issuer of sign-ins, links and signatures lie outside; nothing else has a way there.
    assert {name for name, service in SERVICES.items() if "outside" in service["networks"]} == {
        "web",
        "worker",
        "clamav",
        "proxy",
    }


def test_everything_but_the_migration_starts_again() -> None:
    policies = {name: service["restart"] for name, service in SERVICES.items()}
    assert policies.pop("migrate") == "no"
    assert set(policies.values()) == {"unless-stopped"}


def test_health_checks_are_where_others_or_people_wait_for_them() -> None:
    assert {name for name, service in SERVICES.items() if "healthcheck" in service} == {
        "db",
        "broker",
        "web",
        "worker",
        "clamav",
        "proxy",
    }
    # The image's first, half-made server answers on its socket only.
    assert "--host 127.0.0.1" in SERVICES["db"]["healthcheck"]["test"][1]


def test_nobody_starts_before_what_it_needs() -> None:
    done, healthy = "service_completed_successfully", "service_healthy"
    waits = {
        name: {on: wanted["condition"] for on, wanted in service.get("depends_on", {}).items()}
        for name, service in SERVICES.items()
    }
    assert waits == {
        "db": {},
        "broker": {},
        "migrate": {"db": healthy},
        **{name: {"migrate": done, "broker": healthy} for name in ("web", "worker", "beat")},
        # Nobody waits for the scanner: what comes meanwhile waits by itself.
        "clamav": {},
        "proxy": {"web": healthy},
    }


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_are_files_and_only_those_given_to_the_service(name: str) -> None:
    service = SERVICES[name]
    for variable, value in service.get("environment", {}).items():
        if variable.endswith("_FILE"):
            assert value.removeprefix("/run/secrets/") in service["secrets"], variable
        else:
            assert not SECRET_WORDS.search(variable), f"{variable} stands in the description of a container"


def test_owner_and_superuser_are_known_only_where_they_act() -> None:
    def holders(secret: str) -> set[str]:
        return {name for name, service in SERVICES.items() if secret in service.get("secrets", [])}

    assert holders("iga_owner_password") == {"db", "migrate"}
    assert holders("postgres_password") == {"db"}
    assert holders("tls_key") == {"proxy"}


@pytest.mark.parametrize("name", [*PORTAL, "broker", "clamav", "proxy"])
def test_no_part_but_the_database_needs_a_right_of_root(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "cap_add" not in service and "privileged" not in service


def test_one_image_is_built_once_and_never_pulled() -> None:
    assert {SERVICES[name]["image"] for name in PORTAL} == {"portal-iga"}
    assert {SERVICES[name]["pull_policy"] for name in PORTAL} == {"never"}
    # Two builds of one name at the same time end in "already exists".
    assert [name for name in SERVICES if "build" in SERVICES[name]] == ["migrate"]


def test_volumes_and_files_named_by_the_services_exist() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / source).is_file(), volume
    # Since 18 the image keeps its data in a folder by version below this one.
    assert "database:/var/lib/postgresql" in SERVICES["db"]["volumes"]


def test_portal_gets_no_variable_that_nobody_reads() -> None:
    known = settings_variables() | entrypoint_variables() | {"TMPDIR"}
    for name in PORTAL:
        assert set(SERVICES[name]["environment"]) <= known


def test_entrypoint_knows_the_commands_that_are_used() -> None:
    labels = set(re.findall(r"^    ([a-z]+)\)$", ENTRYPOINT, flags=re.MULTILINE))
    used = {SERVICES[name]["command"][0] for name in PORTAL}
    for name in ("web", "worker"):
        test = SERVICES[name]["healthcheck"]["test"]
        assert (ROOT / test[2]).samefile(DEPLOY / "entrypoint.sh")
        used.add(test[3])
    default = re.search(r'^CMD \["(\w+)"\]$', DOCKERFILE, flags=re.MULTILINE)
    assert default is not None
    assert used | {default[1]} == {"migrate", "web", "worker", "beat", "check", "manage"} == labels


def test_image_has_exactly_the_system_packages_of_printing() -> None:
    section = (ROOT / "iga_portal/local/system-packages.txt").read_text().split("[print]")[1].split("[")[0]
    wanted = [line.split()[0] for line in section.splitlines() if line.strip() and not line.startswith("#")]
    install = re.search(r"--no-install-recommends \\\n(.+?) \\\n", DOCKERFILE)
    assert install is not None
    assert install[1].split() == wanted


def test_image_holds_every_room_and_nothing_unasked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    rooms = {*project["tool"]["importlinter"]["root_packages"], "templates", "static"}
    copied = dict(re.findall(r"^COPY ([\w.]+) (\S+)$", DOCKERFILE, flags=re.MULTILINE))
    assert set(copied) == rooms | {"manage.py", "requirements.txt"}
    assert all(copied[room] == room for room in rooms)
    rules = (ROOT / ".dockerignore").read_text().split()
    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == set(copied)


def test_image_ends_as_a_plain_user_known_by_number() -> None:
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, flags=re.MULTILINE)
    assert users == ["10001:10001"]
    assert "--require-hashes" in DOCKERFILE


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_script_parses_and_may_be_run(script: Path) -> None:
    shell = "bash" if script.read_text().startswith("#!/bin/bash") else "sh"
    subprocess.run([shell, "-n", script], check=True)
    assert script.stat().st_mode & stat.S_IXUSR, "the PostgreSQL image sources a file it may not run"


def test_proxy_takes_the_largest_upload_in_and_says_who_asks() -> None:
    inside = re.search(r"location /d/ \{[^}]*client_max_body_size (\d+)m;", NGINX)
    assert inside is not None
    # The form's other fields and the boundaries of its parts come on top.
    spare = int(inside[1]) * 1024 * 1024 - max(settings.VIDEO_MAX_BYTES, settings.DOCUMENT_MAX_BYTES)
    assert 1024 * 1024 <= spare <= 16 * 1024 * 1024
    assert re.findall(r"X-Forwarded-For (\S+);", NGINX) == ["$remote_addr"]
    assert re.findall(r"X-Forwarded-Proto (\S+);", NGINX) == ["https"]
    assert SERVICES["web"]["environment"]["TRUSTED_PROXY_COUNT"] == "1"
    assert "location = /readyz { return 404; }" in NGINX


def test_proxy_and_compose_name_the_same_things() -> None:
    proxy = SERVICES["proxy"]
    listens = set(re.findall(r"listen (\d+)", NGINX))
    assert {port.split(":")[1] for port in proxy["ports"]} == listens
    assert {f"/run/secrets/{name}" for name in proxy["secrets"]} == set(
        re.findall(r"/run/secrets/\w+", NGINX)
    )
    assert re.search(r"server web:8000 resolve;", NGINX)
    assert f"location {settings.STATIC_URL} {{" in NGINX
    targets = {volume.split(":")[1] for volume in proxy["volumes"]}
    assert {"/srv/static", "/var/cache/nginx"} <= targets


CLAMD = dict(
    line.split(maxsplit=1)
    for line in (DEPLOY / "clamd.conf").read_text().splitlines()
    if line and not line.startswith("#")
)


def test_scanner_takes_the_largest_upload_and_never_calls_clean_what_it_did_not_read() -> None:
    for limit in ("StreamMaxLength", "MaxFileSize", "MaxScanSize"):
        largest = int(CLAMD[limit].removesuffix("M")) * 1024 * 1024
        assert largest > max(settings.VIDEO_MAX_BYTES, settings.DOCUMENT_MAX_BYTES), limit
    assert CLAMD["AlertExceedsMax"] == "yes"
    assert int(CLAMD["MaxScanTime"]) / 1000 < scanning.SILENT_SECONDS < scanning.TOTAL_SECONDS
    assert "./iga_portal/deploy/clamd.conf:/etc/clamav/clamd.conf:ro" in SERVICES["clamav"]["volumes"]
    assert f"CLAMD_URL=tcp://clamav:{CLAMD['TCPSocket']}" in GUIDE.read_text()
    for name in ("web", "worker"):
        assert SERVICES[name]["environment"]["CLAMD_URL"] == "${CLAMD_URL:-}"


@needs_clamd
def test_scanner_starts_with_the_configuration_as_it_is_deployed(tmp_path: Path) -> None:
    text = (DEPLOY / "clamd.conf").read_text()
    with running(tmp_path, text=text) as clamd, override_settings(CLAMD_URL=clamd.tcp):
        assert scanning.scan(io.BytesIO(b"x" * 1000)) == scanning.Finding(scanning.Verdict.CLEAN)


def test_guide_names_every_variable() -> None:
    guide = set(re.findall(r"^\| `([A-Z_]+)`", GUIDE.read_text(), flags=re.MULTILINE))
    compose = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    hand = {name.removesuffix("_FILE") for name in entrypoint_variables()}
    missing = (settings_variables() | compose | hand) - guide
    assert not missing
