"""The embedded servers and the process group behind `./portal`.

Nothing here knows the domain, and nothing here is used by a deployment that brings its own PostgreSQL and broker.
"""
