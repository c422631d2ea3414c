"""Makes templates/word/reference.docx: pandoc's own document with our styles, paper, header and footer."""

import re
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

from clusterbrief.produce.formats.looks import DAY
from clusterbrief.produce.formats.office_files import CONTENT_TYPES, CORE, core_properties, read_parts, write_parts

INK, QUIET, RULE, WASH, DEEP, LINK, MARK = "1B2A41", "51606F", "C5CED7", "F4F7F9", "0B3C5D", "005A73", "C8551B"
FONT = "Calibri"
TEXT_WIDTH = 9638  # twentieths of a point: 17 cm between the margins
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = f'xmlns:w="{MAIN}" xmlns:r="{RELATIONS}"'


class Style(NamedTuple):
    """A paragraph style: its id and name, what it rests on and what follows it, its paragraph and its letters."""

    code: str
    name: str
    based: str = "Normal"
    after: str = ""
    paragraph: str = ""
    letters: str = ""


def _spacing(before: int, after: int, line: int = 0) -> str:
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{lines}/>'


def _letters(size: float, colour: str = "", bold: bool = False) -> str:
    half = round(size * 2)
    weight = "<w:b/><w:bCs/>" if bold else ""
    return (
        f'{weight}{f"""<w:color w:val="{colour}"/>""" if colour else ""}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    )


WORDS_OWN = {"Normal", "Body Text", "Title", "Subtitle", "Date", "TOC Heading"}
KEEP = "<w:keepNext/><w:keepLines/>"
BOX = (
    f'<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="{MARK}"/></w:pBdr>'
    f'<w:shd w:val="clear" w:color="auto" w:fill="{WASH}"/>'
)
LINE_BELOW = f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="{RULE}"/></w:pBdr>'
RIGHT_TAB = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
IN_BOX = '<w:ind w:left="284" w:right="142"/>'


def _heading(level: int, size: float, before: int) -> Style:
    outline = f'<w:outlineLvl w:val="{level - 1}"/>'
    paragraph = f"{KEEP}{_spacing(before, 100)}{outline}"
    return Style(f"Heading{level}", f"heading {level}", "Normal", "BodyText", paragraph, _letters(size, DEEP, True))


STYLES = (
    Style("Normal", "Normal", "", "", _spacing(0, 120, 264), _letters(10.5, INK)),
    Style("BodyText", "Body Text", paragraph=_spacing(60, 120, 264)),
    Style("FirstParagraph", "First Paragraph", "BodyText", "BodyText"),
    Style("Compact", "Compact", "BodyText", "", _spacing(20, 20, 252)),
    Style("Title", "Title", "Normal", "BodyText", f"{KEEP}{_spacing(0, 60)}", _letters(26, DEEP, True)),
    Style("Subtitle", "Subtitle", "Normal", "BodyText", f"{KEEP}{_spacing(0, 60)}", _letters(13, QUIET)),
    Style("Author", "Author", "Normal", "BodyText", f"{KEEP}{_spacing(0, 240)}", _letters(9.5, QUIET)),
    Style("Date", "Date", "Normal", "BodyText", f"{KEEP}{_spacing(0, 240)}", _letters(9.5, QUIET)),
    _heading(1, 16, 360), _heading(2, 13, 280), _heading(3, 11, 220), _heading(4, 10.5, 200),
    Style("Caption", "caption", "Normal", "BodyText", f"{KEEP}{_spacing(200, 60)}", _letters(10, INK, True)),
    Style("TableCaption", "Table Caption", "Caption"),
    Style("ImageCaption", "Image Caption", "Caption"),
    Style("Figure", "Figure", paragraph=f"{KEEP}{_spacing(60, 60)}"),
    Style("CaptionedFigure", "Captioned Figure", "Figure"),
    Style("TableText", "Table Text", paragraph=_spacing(20, 20, 240), letters=_letters(8.5)),
    Style("TableTextMiddle", "Table Text Middle", "TableText", letters=_letters(8)),
    Style("TableTextSmall", "Table Text Small", "TableText", letters=_letters(7)),
    Style("TableHeading", "Table Heading", "TableText", paragraph=KEEP, letters=_letters(8.5, DEEP, True)),
    Style("SourceNote", "Source Note", "Normal", "BodyText", _spacing(60, 240, 240), _letters(8, QUIET)),
    Style("ClosingNote", "Closing Note", paragraph=f"{KEEP}{_spacing(120, 60, 240)}", letters=_letters(8.5, QUIET)),
    Style("Callout", "Callout", "BodyText", paragraph=f"{BOX}{_spacing(0, 120, 264)}{IN_BOX}"),
    Style("CalloutTitle", "Callout Title", "Callout", "Callout", KEEP + BOX + _spacing(240, 0, 264) + IN_BOX, "<w:b/>"),
    Style("CalloutGap", "Callout Gap", paragraph=_spacing(0, 0), letters=_letters(6)),
    Style("TOCHeading", "TOC Heading", "Normal", "BodyText", f"{KEEP}{_spacing(120, 80)}", _letters(14, DEEP, True)),
    Style("TOC1", "toc 1", paragraph=_spacing(40, 0)),
    Style("TOC2", "toc 2", paragraph=f'{_spacing(0, 0)}<w:ind w:left="284"/>'),
    Style("TOC3", "toc 3", paragraph=f'{_spacing(0, 0)}<w:ind w:left="567"/>'),
    Style("Header", "header", paragraph=f"{LINE_BELOW}{_spacing(0, 0)}", letters=_letters(8, QUIET)),
    Style("Footer", "footer", paragraph=f"{RIGHT_TAB}{_spacing(0, 0)}", letters=_letters(8, QUIET)),
)  # fmt: skip

TABLE_STYLE = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="Table"><w:name w:val="Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:qFormat/>'
    f'<w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" '
    f'w:color="{RULE}"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/></w:tblBorders>'
    '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/>'
    '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    f'<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" '
    f'w:color="{DEEP}"/></w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)
MODERN = (  # else Word opens the file as one of 2007
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat>'
)
SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/><w:footerReference w:type="default" '
    'r:id="rIdFooter"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1361" w:right="1134" w:bottom="1361" '
    'w:left="1134" w:header="680" w:footer="567" w:gutter="0"/></w:sectPr>'
)


def _field(code: str) -> str:
    kinds = ("begin", f"<w:instrText xml:space='preserve'> {code} </w:instrText>", "separate", "<w:t>1</w:t>", "end")
    marks = [each if each.startswith("<") else f'<w:fldChar w:fldCharType="{each}"/>' for each in kinds]
    return "".join(f"<w:r>{mark}</w:r>" for mark in marks)


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


HEADER = f'<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{_run("{edition}")}</w:p>'
FOOTER = (
    f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{_run("{note}")}<w:r><w:tab/></w:r>'
    f"{_run('Page ')}{_field('PAGE')}{_run(' of ')}{_field('NUMPAGES')}</w:p>"
)


def make_word_reference(path: Path) -> None:
    """Write the reference document of Word files; the same pandoc gives the same bytes."""
    parts = default_parts("reference.docx")
    parts["word/styles.xml"] = _styles(parts["word/styles.xml"].decode()).encode()
    for name, tag, content in (("header1", "hdr", HEADER), ("footer1", "ftr", FOOTER)):
        parts[f"word/{name}.xml"] = f"{_declared()}<w:{tag} {SPACES}>{content}</w:{tag}>".encode()
    _name_parts(parts)
    document = parts["word/document.xml"].decode()
    parts["word/document.xml"] = re.sub(
        r"<w:sectPr\b.*?</w:sectPr>|<w:sectPr\s*/>", SECTION, document, flags=re.S
    ).encode()
    settings = (
        parts["word/settings.xml"].decode().replace('"en-US"', '"en-GB"').replace("<w:rsids>", f"{MODERN}<w:rsids>")
    )
    parts["word/settings.xml"] = settings.encode()
    parts[CORE] = core_properties({"title": "Looks of Word files"}, DAY)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_parts(parts, path)


def default_parts(name: str) -> dict[str, bytes]:
    """The parts of a reference file that comes with pandoc."""
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "--print-default-data-file", name]
    content = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return read_parts(path)


def _declared() -> str:
    return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _name_parts(parts: dict[str, bytes]) -> None:
    """Tell the file of its header and footer."""
    kinds, relations = "", ""
    for kind in ("header", "footer"):
        content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
        kinds += f'<Override PartName="/word/{kind}1.xml" ContentType="{content}"/>'
        relations += f'<Relationship Id="rId{kind.capitalize()}" Type="{RELATIONS}/{kind}" Target="{kind}1.xml"/>'
    for name, added in ((CONTENT_TYPES, kinds), ("word/_rels/document.xml.rels", relations)):
        end = "</Types>" if name == CONTENT_TYPES else "</Relationships>"
        parts[name] = parts[name].decode().replace(end, f"{added}{end}").encode()


def _styles(text: str) -> str:
    """Our styles in place of those of the same name, on a sans serif font and in British English."""
    named = "|".join(re.escape(each) for each in [*(style.code for style in STYLES), "Table", "TableNormal"])
    text = re.sub(rf'<w:style\b(?=[^>]*w:styleId="(?:{named})")[^>]*>.*?</w:style>\s*', "", text, flags=re.S)
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
    text = re.sub(r"<w:rFonts\b[^>]*[mM]inorHAnsi[^>]*/>|<w:rFonts\b[^>]*majorHAnsi[^>]*/>", fonts, text)
    text = re.sub(r'(<w:lang w:val=)"en-US"', r'\1"en-GB"', text)
    text = re.sub(r'(w:styleId="Hyperlink".*?<w:color )[^>]*/>', rf'\1w:val="{LINK}"/>', text, count=1, flags=re.S)
    return text.replace("</w:styles>", "".join(map(_style, STYLES)) + TABLE_STYLE + "</w:styles>")


def _style(style: Style) -> str:
    own = "" if style.name[0].islower() or style.name in WORDS_OWN else ' w:customStyle="1"'
    default = ' w:default="1"' if style.code == "Normal" else ""
    based = f'<w:basedOn w:val="{style.based}"/>' if style.based else ""
    after = f'<w:next w:val="{style.after}"/>' if style.after else ""
    paragraph = f"<w:pPr>{style.paragraph}</w:pPr>" if style.paragraph else ""
    letters = f"<w:rPr>{style.letters}</w:rPr>" if style.letters else ""
    begin = f'<w:style w:type="paragraph"{default}{own} w:styleId="{style.code}"><w:name w:val="{style.name}"/>'
    return f"{begin}{based}{after}<w:qFormat/>{paragraph}{letters}</w:style>"
