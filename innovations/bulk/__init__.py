"""Bulk and carry: the workbook of proposals and claimed levels, filled by many hands and taken in as a whole or not at all.

    gate       is this file a workbook that may be opened at all
    reading    workbook -> cells, nothing evaluated
    columns    what a column is; widgets: what its cells hold; resources: the two sheets (django-import-export)
    workbook   the template, empty, filled, or with what is wrong marked
    plan       cells + what is stored -> what would change, and every fault with its cell and cure
    apply      the plan through the domain functions of the form, in one transaction
    imports    the BulkImport row: taken in, looked through, applied once
    exports    the OPD's innovations as XLSX and CSV
    jobs       what the workers do of this

The workbook is an official Indonesian form: its sheets, headings and choices are Indonesian whatever language the reader's pages
are in. What is wrong with a file is told in the reader's language.
"""
