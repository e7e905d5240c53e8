"""The faces documents are set in: named, from system packages, never whatever the system happens to have.

EB Garamond (display; Debian and Ubuntu package fonts-ebgaramond) and Lato (tables and notes; fonts-lato).
fontconfig would replace a missing family by another one without a word; here its absence is an error that
names the package.
"""

from dataclasses import dataclass

from weasyprint.text.ffi import ffi, fontconfig, harfbuzz_subset
from weasyprint.text.fonts import FontConfiguration

from reports.printing.errors import FontMissing, TextUnprintable

#: fontconfig knows the optical sizes 08 and 12 both as "EB Garamond": only the longer name is one face and
#: not a choice.
SERIF = "EB Garamond 12"
SANS = "Lato"

#: The faces that may appear in a finished document, as Pango describes them (without the subset's prefix).
DESCRIPTIONS = frozenset(
    {"EB-Garamond", "EB-Garamond-Italic", "Lato", "Lato-Italic", "Lato-Semi-Bold", "Lato-Bold"}
)


@dataclass(frozen=True, slots=True)
class Face:
    """A face by PostScript name (that of its file) and the package that brings it."""

    postscript: str
    package: str


FACES = (
    Face("EBGaramond12-Regular", "fonts-ebgaramond"),
    Face("EBGaramond12-Italic", "fonts-ebgaramond"),
    Face("Lato-Regular", "fonts-lato"),
    Face("Lato-Italic", "fonts-lato"),
    Face("Lato-Semibold", "fonts-lato"),
    Face("Lato-Bold", "fonts-lato"),
)


def installed_faces(config: FontConfiguration) -> dict[str, str]:
    """PostScript name in lower case -> path of the file, of every face that fontconfig lists."""
    found = {}
    value = ffi.new("FcChar8 **")
    fonts = fontconfig.FcConfigGetFonts(config._config, fontconfig.FcSetSystem)
    for position in range(fonts.nfont):
        entry = []
        for key in (b"postscriptname", b"file"):
            result = fontconfig.FcPatternGetString(fonts.fonts[position], key, 0, value)
            if result == fontconfig.FcResultMatch:
                entry.append(ffi.string(value[0]).decode())
        if len(entry) == 2:
            found[entry[0].lower()] = entry[1]
    return found


def require_fonts(config: FontConfiguration, *, faces: tuple[Face, ...] = FACES) -> dict[str, str]:
    """PostScript name -> path of each face needed. Raises FontMissing with the packages to install.

    Also refuses to run without HarfBuzz's subsetter: the fallback of WeasyPrint stamps the clock into the
    embedded fonts.
    """
    if harfbuzz_subset is None:
        raise FontMissing(
            "libharfbuzz-subset is not installed (Debian, Ubuntu: apt-get install libharfbuzz-subset0)"
        )
    installed = installed_faces(config)
    missing = [face for face in faces if face.postscript.lower() not in installed]
    if missing:
        names = ", ".join(face.postscript for face in missing)
        packages = " ".join(sorted({face.package for face in missing}))
        raise FontMissing(f"Print faces not installed: {names} (Debian, Ubuntu: apt-get install {packages})")
    return {face.postscript: installed[face.postscript.lower()] for face in faces}


def refuse_other_faces(descriptions: set[str]) -> None:
    """Raise TextUnprintable when a finished document used a face that it does not name."""
    strangers = descriptions - DESCRIPTIONS
    if strangers:
        raise TextUnprintable(
            f"A text fell through to {', '.join(sorted(strangers))}: its characters are not in the print faces"
        )


def refuse_missing_glyphs(characters: set[str]) -> None:
    """Raise TextUnprintable when a finished document has characters that no face could draw."""
    if characters:
        names = ", ".join(sorted(f"U+{ord(char):04X}" for char in characters))
        raise TextUnprintable(f"No print face has {names}", characters=characters)
