"""Measurements, not tests: JSON lines with absolute figures and a ratio taken in the same run. Nothing here passes or fails.

python -m iga_portal.bench [NAME ...]        all of them without a name; `./portal bench` gives them servers of their own
"""
