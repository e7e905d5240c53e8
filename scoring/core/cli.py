"""`./portal score`: facts in, results out, on a bare Python.

    python -m scoring.core.cli FILE               one document in, one result on standard output
    python -m scoring.core.cli --lines FILE|-     one document per line in, one result or error per line out, in order

Exit status: 0 done, 2 refused (the reason is on standard error and standard output is empty), 1 nobody reads the
output any more. With --lines a refused document is an answer like any other, and the status is 0 once every line was
read.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
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
_REFUSED: Final = 2


class _Usage(Exception):
    """The command line was not understood."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        if "-h" in arguments or "--help" in arguments:
            sys.stdout.write(USAGE)
            return 0
        name, options = _read_arguments(arguments)
        if "--lines" in options:
            _answer_lines(name, with_trace="--no-trace" not in options)
        else:
            _answer_file(name, with_trace="--no-trace" not in options)
        sys.stdout.flush()
    except _Usage as fault:
        return _refuse(f"{fault}\n\n{USAGE}".rstrip())
    except DocumentError as fault:
        return _refuse(str(fault))
    except BrokenPipeError:
        # The reader went away. Standard output is pointed elsewhere so that the interpreter's own last flush is quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as fault:
        return _refuse(
            f"cannot read {name}: {fault.strerror or fault}; check the name and that you may read it"
        )
    except KeyboardInterrupt:
        return 130
    return 0


def _refuse(message: str) -> int:
    sys.stderr.buffer.write(f"portal score: {message}\n".encode("utf-8", "backslashreplace"))
    sys.stderr.flush()
    return _REFUSED


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
    if name == "-":
        data = sys.stdin.buffer.read()
    else:
        with open(name, "rb") as file:  # noqa: PTH123 - pathlib would cost a tenth of the start-up
            data = file.read()
    result = _result(data, with_trace=with_trace)
    _write(result, indent=1)


def _answer_lines(name: str, *, with_trace: bool) -> None:
    if name == "-":
        _answer_each(sys.stdin.buffer, with_trace=with_trace)
        return
    with open(name, "rb") as file:  # noqa: PTH123 - as above
        _answer_each(file, with_trace=with_trace)


def _answer_each(lines: Iterable[bytes], *, with_trace: bool) -> None:
    """Answer line by line, each at once: whoever writes one document and waits for its result gets it."""
    for line in lines:
        try:
            answer = _result(line, with_trace=with_trace)
        except FactsError as fault:
            answer = {"error": fault.as_document()}
        _write(answer)
        sys.stdout.flush()


def _result(data: bytes, *, with_trace: bool) -> dict[str, Any]:
    document = read_json(data, error=FactsError)
    return score(document, _instrument(instrument_year(document))).as_document(with_trace=with_trace)


def _instrument(year: int) -> Instrument:
    try:
        return load_instrument(year)
    except UnknownInstrument as fault:
        raise FactsError("instrument", str(fault)) from fault


def _write(document: dict[str, Any], *, indent: int | None = None) -> None:
    output: BinaryIO = sys.stdout.buffer
    output.write(json.dumps(document, ensure_ascii=False, indent=indent).encode("utf-8") + b"\n")


if __name__ == "__main__":
    sys.exit(main())
