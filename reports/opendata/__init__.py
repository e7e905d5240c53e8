"""Open data: what of a publication anybody may take away, column by column, and how it is written.

`columns` is the one source. The files, the JSON interface, its description and the dictionary in two languages are made from it.
"""
