"""Printed documents: a PDF as a pure function of a snapshot.

Nothing in this package reads a database, a clock, a locale or the network. A caller fills one of the
dataclasses of `snapshot.py`, keeps what `codec.dump` makes of it, and gets the same bytes from `render.py`
today and in ten years (as long as the fonts and libraries stay what they are; "unchanged" is therefore judged
by the hash of the facts).

The texts of these documents are Indonesian and deliberately not translated: an official document has one
language, and its bytes must not depend on the language that happens to be active in the worker.
"""
