#!/usr/bin/env python3
"""Makes the text and icon fonts of the app (needs fonttools and brotli).

    npm i inter-ui@4 @phosphor-icons/web@2; apt download fonts-jetbrains-mono
    python3 make_fonts.py InterVariable.woff2 JetBrainsMono-Regular.ttf JetBrainsMono-Medium.ttf \
        Phosphor.ttf Phosphor-Fill.ttf Phosphor-Bold.ttf

epaint 0.37 shapes text with the default OpenType features and offers no way to choose others, so:
* Inter gets its tabular digits as the default digits (cmap), because `tnum` cannot be asked for;
* `calt` and `liga` are dropped, because they would join "==", "->" and "://" inside tokens and URLs.
"""
import io
import pathlib
import re
import sys
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

RANGES = [(0x20, 0x24F), (0x2B0, 0x2FF), (0x370, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x20A0, 0x20BF),
          (0x2100, 0x214F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2300, 0x23FF), (0x25A0, 0x25FF), (0x2700, 0x27BF)]


def subset(font, features):
    options = Options(layout_features=features, name_IDs=["*"], notdef_outline=True, hinting=True)
    tool = Subsetter(options)
    tool.populate(unicodes=[u for a, b in RANGES for u in range(a, b + 1)])
    tool.subset(font)


def rename(font, old, new):
    for rec in font["name"].names:
        if rec.nameID in (1, 3, 4, 6, 16):
            rec.string = rec.toUnicode().replace(old, new)


def inter(path):
    font = TTFont(path)
    font.flavor = None
    order = set(font.getGlyphOrder())
    for table in font["cmap"].tables:
        if table.isUnicode():
            for u in range(0x30, 0x3A):
                if u in table.cmap and table.cmap[u] + ".tf" in order:
                    table.cmap[u] += ".tf"
    subset(font, ["kern", "ccmp", "locl", "mark", "mkmk"])
    font = reread(font)
    if any(a.axisTag == "opsz" for a in font["fvar"].axes):
        font = instancer.instantiateVariableFont(font, {"opsz": 14, "wght": (400, 400, 600)})
    rename(font, "Inter", "Valet Key Sans")
    font.save("ValetKeySans[wght].ttf")


def reread(font):
    buffer = io.BytesIO()
    font.save(buffer)
    buffer.seek(0)
    return TTFont(buffer)


def mono(path, weight):
    font = TTFont(path)
    font.flavor = None
    subset(font, ["ccmp", "locl", "mark", "mkmk"])
    rename(font, "JetBrains", "Valet Key")
    font.save(f"ValetKeyMono-{weight}.ttf")


def icons(path):
    names = pathlib.Path(__file__).parents[2] / "src" / "ui" / "icons.rs"
    font = TTFont(path)
    tool = Subsetter(Options(layout_features=[], name_IDs=["*"]))
    tool.populate(unicodes=[int(u, 16) for u in re.findall(r"u\{([0-9A-F]+)\}", names.read_text())])
    tool.subset(font)
    font.save(pathlib.Path(path).stem + "-subset.ttf")


inter(sys.argv[1])
mono(sys.argv[2], "Regular")
mono(sys.argv[3], "Medium")
for icon_font in sys.argv[4:]:
    icons(icon_font)
