"""Looking at files in processes apart: a file made to do harm ends its own process and nothing else (ADR 0011).

`client` asks; `server` runs as a small program of its own, without the portal's environment (no address, no secret), and forks
one child for each file. The child holds itself to limits of memory, processor and time before it reads the first byte. `pdf`,
`image`, `drawing` and `signatures` are what such a child does. Nothing here but `client` may be imported by the portal's own processes.
"""
