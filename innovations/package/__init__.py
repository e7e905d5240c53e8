"""The portfolio as files: a ZIP with the evidence, a workbook, and JSON, in the order of the official form.

What a region needs to fill another application from it, and what proves later what was sent. `content` gathers, `names` makes paths that
every system takes, `sheet` and `zipped` write, `jobs` does it behind a page. The same content gives the same bytes: nothing in it
tells when it was made. The JSON is described in iga_portal/docs/package.md and `schema.json`. Notes that the desk keeps to itself are
never read here.
"""
