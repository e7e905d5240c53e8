"""The official lists of the proposal: urusan, Asta Cita, PKPN. Read once a process from innovations/data."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

DATA = Path(__file__).parent / "data"
NON_PKPN = "I"  # cluster I of chapter X


@dataclass(frozen=True, slots=True)
class Urusan:
    code: str
    name: str
    group: str
    is_yandas: bool
    is_konkuren: bool


@cache
def urusan() -> tuple[Urusan, ...]:
    """The 38 affairs of chapter VIII, in official order."""
    with (DATA / "urusan.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Urusan(
                row["code"],
                row["name"],
                row["group"],
                is_yandas=row["yandas"] == "1",
                is_konkuren=row["konkuren"] == "1",
            )
            for row in csv.DictReader(file)
        )


@cache
def urusan_codes() -> frozenset[str]:
    return frozenset(entry.code for entry in urusan())


@cache
def urusan_names() -> dict[str, str]:
    return {entry.code: entry.name for entry in urusan()}


@dataclass(frozen=True, slots=True)
class Programme:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Cluster:
    code: str
    name: str
    programmes: tuple[Programme, ...]


@cache
def pkpn() -> tuple[Cluster, ...]:
    """The eight clusters of chapter X with their 54 programmes, and NON PKPN without any."""
    document = json.loads((DATA / "pkpn.json").read_text(encoding="utf-8"))
    return tuple(
        Cluster(
            cluster["code"],
            cluster["name"],
            tuple(Programme(programme["code"], programme["name"]) for programme in cluster["programmes"]),
        )
        for cluster in document["clusters"]
    )


@cache
def programme_codes(cluster: str) -> frozenset[str]:
    """Codes of a cluster's programmes; none for NON PKPN and for what is no cluster."""
    return frozenset(
        programme.code for entry in pkpn() if entry.code == cluster for programme in entry.programmes
    )


@cache
def asta_cita() -> tuple[tuple[int, str], ...]:
    """The eight Asta Cita of chapter IX as (number, text)."""
    document = json.loads((DATA / "asta_cita.json").read_text(encoding="utf-8"))
    return tuple((choice["number"], choice["name"]) for choice in document["choices"])


def pkpn_errors(*, cluster: str, main: str, overlapping: Sequence[str]) -> dict[str, list[str]]:
    """Messages by field: one main programme of the chosen cluster, any number of others; NON PKPN leaves both empty."""
    clusters = {entry.code: {programme.code for programme in entry.programmes} for entry in pkpn()}
    every = set().union(*clusters.values())
    errors: dict[str, list[str]] = {}
    if cluster and cluster not in clusters:
        errors["pkpn_cluster"] = [_("Pilih klaster PKPN dari daftar resmi.")]
    if cluster == NON_PKPN and (main or overlapping):
        errors["pkpn_main"] = [_("NON PKPN: kosongkan program utama dan program beririsan.")]
    elif main and main not in clusters.get(cluster, set()):
        errors["pkpn_main"] = [_("Pilih program utama dari klaster yang dipilih.")]
    if set(overlapping) - every:
        errors["pkpn_overlapping"] = [_("Pilih program PKPN dari daftar resmi.")]
    elif main and main in overlapping:
        errors["pkpn_overlapping"] = [_("Program utama tidak dipilih lagi sebagai program beririsan.")]
    return errors
