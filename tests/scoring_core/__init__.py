"""Tests of the scoring core, the instruments and the reference data. They need no database."""
