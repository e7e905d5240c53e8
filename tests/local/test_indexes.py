from pathlib import Path

import pytest

from iga_portal.local import indexes


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / ".config" / "pip"
    folder.mkdir(parents=True)
    (folder / "pip.conf").write_text(
        "[global]\n"
        "index-url = https://mirror.example/simple\n"
        "cert = /etc/mirror.pem\n"
        "[install]\n"
        "extra-index-url =\n    https://second.example/simple\n    file:///srv/simple\n"
        f"find-links = {tmp_path} /no/such/folder\n"
    )
    return tmp_path


def alone(home: Path) -> dict[str, str]:
    """An environment that names a pip.conf, so that the one of the machine under test is read last and overridden."""
    return {"PIP_CONFIG_FILE": str(home / ".config" / "pip" / "pip.conf")}


def test_the_index_that_pip_was_told_is_handed_to_uv(home) -> None:
    found = indexes.uv_environment(alone(home), home=home)

    assert found["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert found["UV_INDEX"] == "https://second.example/simple"
    assert found["SSL_CERT_FILE"] == "/etc/mirror.pem"


def test_folders_of_wheels_are_handed_on_only_when_they_are_there(home) -> None:
    assert indexes.uv_environment(alone(home), home=home)["UV_FIND_LINKS"] == str(home)


def test_a_variable_of_pip_wins_over_its_file(home) -> None:
    environment = {**alone(home), "PIP_INDEX_URL": "https://other.example/simple"}

    assert (
        indexes.uv_environment(environment, home=home)["UV_DEFAULT_INDEX"] == "https://other.example/simple"
    )


@pytest.mark.parametrize("variable", ["UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX"])
def test_whoever_told_uv_an_index_keeps_it(home, variable) -> None:
    environment = {**alone(home), variable: "https://chosen.example/simple"}

    found = indexes.uv_environment(environment, home=home)

    assert "UV_DEFAULT_INDEX" not in found
    assert "UV_INDEX" not in found


def test_a_file_of_uv_with_an_index_keeps_it(home) -> None:
    (home / ".config" / "uv").mkdir()
    (home / ".config" / "uv" / "uv.toml").write_text('[[index]]\nurl = "https://chosen.example/simple"\n')

    assert "UV_DEFAULT_INDEX" not in indexes.uv_environment(alone(home), home=home)


def test_certificates_named_in_the_environment_stay(home) -> None:
    environment = {**alone(home), "SSL_CERT_FILE": "/etc/mine.pem"}

    assert "SSL_CERT_FILE" not in indexes.uv_environment(environment, home=home)


def test_a_broken_pip_file_is_no_obstacle(tmp_path) -> None:
    broken = tmp_path / "pip.conf"
    broken.write_text("index-url = before any section\n")

    found = indexes.pip_settings({"PIP_CONFIG_FILE": str(broken)}, home=tmp_path)

    assert "index-url" not in found
