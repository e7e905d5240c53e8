"""Lists of the cockpit that a person takes along as XLSX; each registers itself (see `regions.lists`)."""

from scoring.lists import innovations, rows  # noqa: F401
