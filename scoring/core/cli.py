"""`./portal score`: facts in, results out, on a bare Python.

    python -m scoring.core.cli FILE               one document in, one result on standard output
    python -m scoring.core.cli --lines FILE|-     one document per line in, one result or error per line out, in order
    ... --instrument RULES                        by the rules in this file, as a publication offers them

Exit status: 0 done; 1 the output cannot be written (its reader has gone, the disk is full); 2 refused, with the reason on
standard error and nothing on standard output; 130 interrupted. With --lines a refused document is an answer like any
other, and the status is 0 once every line was read.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from scoring.core.errors import DocumentError, FactsError, InstrumentError
from scoring.core.facts import instrument_year
from scoring.core.instrument import parse_instrument
from scoring.core.jsontext import read_json
from scoring.core.model import Instrument
from scoring.core.score import score
from scoring.instruments import UnknownInstrument, load_instrument

USAGE: Final = """\
usage: ./portal score [--no-trace] [--instrument RULES] FILE
       ./portal score [--no-trace] [--instrument RULES] --lines FILE|-

Works out the index of a facts document (JSON), or of the facts inside a receipt. FILE may be - for standard input.
  --lines              one document per line in, one result or error per line out, in order
  --instrument RULES   the instrument (JSON) to work it out by, as every publication offers it for download;
                       without it, the portal's own instrument of the year that the document names
  --no-trace           leave the trace out of the results
  -h, --help           show this
"""
RECEIPT: Final = "iga-receipt/1"
"""What a receipt calls its format: the attachment of a published report (`reports.printing.receipt`)."""
_OPTIONS: Final = ("--lines", "--no-trace", "--instrument")
_NOT_WRITTEN: Final = 1
_REFUSED: Final = 2
_INTERRUPTED: Final = 130


@dataclass(frozen=True, slots=True)
class _Command:
    """What the command line asks for."""

    name: str
    by_lines: bool
    with_trace: bool
    rules: str | None


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
        command = _read_arguments(arguments)
        name = command.rules or ""  # the file that an OSError would be about
        rules = _rules(command.rules) if command.rules is not None else None
        name = command.name
        answer = _answer_lines if command.by_lines else _answer_file
        answer(name, with_trace=command.with_trace, rules=rules)
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


def _read_arguments(arguments: Sequence[str]) -> _Command:
    rest, rules = list(arguments), None
    if "--instrument" in rest:
        place = rest.index("--instrument")
        if place + 1 == len(rest) or (rest[place + 1].startswith("-") and rest[place + 1] != "-"):
            raise _Usage("name the file of the instrument after --instrument")
        rules = rest[place + 1]
        del rest[place : place + 2]
    options = {entry for entry in rest if entry.startswith("-") and entry != "-"}
    names = [entry for entry in rest if entry not in options]
    for option in sorted(options):
        if option not in _OPTIONS:
            raise _Usage(f"unknown option {option}")
    if "--instrument" in options:
        raise _Usage("name only one instrument")
    if len(names) != 1:
        raise _Usage("name one facts document" if not names else "name only one facts document")
    if rules == names[0] == "-":
        raise _Usage("instrument and facts cannot both come from standard input")
    return _Command(
        names[0], by_lines="--lines" in options, with_trace="--no-trace" not in options, rules=rules
    )


def _rules(name: str) -> Instrument:
    """The instrument of a file. Raises InstrumentError (a DocumentError) with the path of what is wrong in it."""
    with _open(name) as file:
        data = file.read()
    return parse_instrument(read_json(data, error=InstrumentError))


def _answer_file(name: str, *, with_trace: bool, rules: Instrument | None) -> None:
    """Score one document and print the result; nothing is printed when it is refused."""
    with _open(name) as file:
        data = file.read()
    _write(_as_json(_result(data, with_trace=with_trace, rules=rules), indent=1))


def _answer_lines(name: str, *, with_trace: bool, rules: Instrument | None) -> None:
    """Answer line by line, each at once: whoever writes one document and waits for its result gets it."""
    with _open(name) as file:
        for line in file:
            try:
                answer = _result(line, with_trace=with_trace, rules=rules)
            except FactsError as fault:
                answer = {"error": fault.as_document()}
            _write(_as_json(answer))


def _open(name: str) -> BinaryIO:
    if name != "-":
        return Path(name).open("rb")
    if sys.stdin is None:
        raise OSError("standard input is closed")
    return sys.stdin.buffer


def _result(data: bytes, *, with_trace: bool, rules: Instrument | None) -> dict[str, Any]:
    document = facts_in(read_json(data, error=FactsError))
    return score(document, _instrument(instrument_year(document), rules)).as_document(with_trace=with_trace)


def facts_in(document: Any) -> Any:
    """The facts of a receipt, which carries them beside what they give; any other document is taken as facts itself."""
    if isinstance(document, Mapping) and document.get("format") == RECEIPT:
        return document.get("facts")
    return document


def _instrument(year: int, rules: Instrument | None) -> Instrument:
    if rules is not None:
        if rules.year != year:
            raise FactsError(
                "instrument", f"the facts are of {year}, the instrument that was given is of {rules.year}"
            )
        return rules
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
