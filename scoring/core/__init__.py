"""The scoring core: an instrument and the facts of one region in, a result with its full trace out.

Standard library only. It knows no framework, no database, no clock, no locale and no file (`cli` is the one edge that
reads and writes). Numbers are exact: scaled integers and fractions inside, strings or `Decimal` at the border. A float
is refused wherever a document may bring one.
"""
