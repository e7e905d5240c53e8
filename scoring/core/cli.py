"""`./portal score`: facts in, results out, on a bare Python.

    python -m scoring.core.cli FILE               one document in, one result on standard output
    python -m scoring.core.cli --lines FILE|-     one document per line in, one result or error per line out, in order

Exit status: 0 done; 1 the output cannot be written (its reader has gone, the disk is full); 2 refused, with the reason on
standard error and nothing on standard output; 130 interrupted. With --lines a refused document is an answer like any
other, and the status is 0 once every line was read.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

from scoring.core.errors import DocumentError, FactsError
from scoring.core.facts import instrument_year
from scoring.core.jsontext import read_json
from scoring.core.model import Instrument
from scoring.core.score import score
from scoring.instruments import UnknownInstrument, load_instrument

USAGE: Final = """\
usage: ./portal score [--no-trace] FILE
       ./portal score [--no-trace] --lines FILE|-

Works out the index of a facts document (JSON). FILE may be - for standard input.
  --lines      one document per line in, one result or error per line out, in order
  --no-trace   leave the trace out of the results
  -h, --help   show this
"""
_OPTIONS: Final = ("--lines", "--no-trace")
_NOT_WRITTEN: Final = 1
_REFUSED: Final = 2
_INTERRUPTED: Final = 130


class _Usage(Exception):
    """The command line was not understood."""


class _CannotWrite(Exception):
    """The results cannot be written any more; `__cause__` is the OSError."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    name = ""
    try:
        if "-h" in arguments or "--help" in arguments:
            _write(USAGE.encode())
            return 0
        name, options = _read_arguments(arguments)
        if "--lines" in options:
            _answer_lines(name, with_trace="--no-trace" not in options)
        else:
            _answer_file(name, with_trace="--no-trace" not in options)
    except _Usage as fault:
        return _refuse(f"{fault}\n\n{USAGE}".rstrip())
    except DocumentError as fault:
        return _refuse(str(fault))
    except _CannotWrite as fault:
        return _give_up(fault.__cause__)
    except OSError as fault:
        return _refuse(
            f"cannot read {name}: {fault.strerror or fault}; check the name and that you may read it"
        )
    except KeyboardInterrupt:
        return _INTERRUPTED
    return 0


def _refuse(message: str) -> int:
    if sys.stderr is not None:  # None when the caller closed it
        with suppress(OSError):  # with nowhere to say it, the status still does
            sys.stderr.buffer.write(f"portal score: {message}\n".encode("utf-8", "backslashreplace"))
            sys.stderr.flush()
    return _REFUSED


def _give_up(cause: BaseException | None) -> int:
    """End without results. That the reader went away needs no words; a full disk does."""
    if sys.stdout is not None:
        # Standard output is pointed elsewhere so that the interpreter's own last flush does not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if not isinstance(cause, BrokenPipeError):
        _refuse(f"cannot write the result: {cause or 'standard output is closed'}")
    return _NOT_WRITTEN


def _read_arguments(arguments: Sequence[str]) -> tuple[str, set[str]]:
    options = {entry for entry in arguments if entry.startswith("-") and entry != "-"}
    names = [entry for entry in arguments if entry not in options]
    for option in sorted(options):
        if option not in _OPTIONS:
            raise _Usage(f"unknown option {option}")
    if len(names) != 1:
        raise _Usage("name one facts document" if not names else "name only one facts document")
    return names[0], options


def _answer_file(name: str, *, with_trace: bool) -> None:
    """Score one document and print the result; nothing is printed when it is refused."""
    with _open(name) as file:
        data = file.read()
    _write(_as_json(_result(data, with_trace=with_trace), indent=1))


def _answer_lines(name: str, *, with_trace: bool) -> None:
    """Answer line by line, each at once: whoever writes one document and waits for its result gets it."""
    with _open(name) as file:
        for line in file:
            try:
                answer = _result(line, with_trace=with_trace)
            except FactsError as fault:
                answer = {"error": fault.as_document()}
            _write(_as_json(answer))


def _open(name: str) -> BinaryIO:
    if name != "-":
        return Path(name).open("rb")
    if sys.stdin is None:
        raise OSError("standard input is closed")
    return sys.stdin.buffer


def _result(data: bytes, *, with_trace: bool) -> dict[str, Any]:
    document = read_json(data, error=FactsError)
    return score(document, _instrument(instrument_year(document))).as_document(with_trace=with_trace)


def _instrument(year: int) -> Instrument:
    try:
        return load_instrument(year)
    except UnknownInstrument as fault:
        raise FactsError("instrument", str(fault)) from fault


def _as_json(document: dict[str, Any], *, indent: int | None = None) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=indent).encode("utf-8") + b"\n"


def _write(data: bytes) -> None:
    """Write at once, and tell trouble with the output from trouble with the input."""
    if sys.stdout is None:
        raise _CannotWrite
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except OSError as fault:
        raise _CannotWrite from fault


if __name__ == "__main__":
    sys.exit(main())
