"""Makes templates/slides/reference.pptx: pandoc's own deck with our colours, sizes and title slide."""

import re
from pathlib import Path

from clusterbrief.produce.formats.looks import DAY
from clusterbrief.produce.formats.office_files import CORE, core_properties, write_parts
from clusterbrief.produce.formats.word_reference import DEEP, FONT, INK, LINK, MARK, QUIET, WASH, default_parts

THEME, MASTER = "ppt/theme/theme1.xml", "ppt/slideMasters/slideMaster1.xml"
TITLE_SLIDE = "ppt/slideLayouts/slideLayout1.xml"
COLOURS = {
    "dk1": INK, "dk2": DEEP, "lt2": WASH, "accent1": DEEP, "accent2": MARK, "accent3": LINK, "accent4": QUIET,
    "accent5": "7A9E7E", "accent6": "E0A458", "hlink": LINK, "folHlink": QUIET,
}  # fmt: skip
SIZES = {1: 1600, 2: 1400, 3: 1400, 4: 1200, 5: 1200}  # of the body by level, in hundredths of a point
TITLE_SIZE, FRONT_SIZE, FRONT_SUBTITLE_SIZE, FOOT_SIZE = 2400, 3200, 1600, 900
SPACE_BEFORE = 40000  # of a paragraph, in thousandths of a per cent of its size

# Places in English Metric Units, of a slide of 9144000 x 5143500: left, top, width, height
LEFT, WIDTH = 457200, 8229600
TITLE_PLACE = (LEFT, 228600, WIDTH, 708660)
BODY_PLACE = (LEFT, 1120000, WIDTH, 3520000)
RULE_PLACE = (LEFT + 91440, 960000, 540000, 27432)
FOOT_PLACE = (LEFT, 4767263, 7200000, 273844)
NUMBER_PLACE = (7772400, 4767263, 914400, 273844)
FRONT_PLACES = {"ctrTitle": (685800, 1080000, 7772400, 1240000), "subTitle": (685800, 2640000, 7772400, 1440000)}
FRONT_RULE_PLACE = (685800 + 91440, 2450000, 900000, 45720)
FRONT_DATE_PLACE = (685800, 4500000, 7772400, 273844)


def make_slides_reference(path: Path) -> None:
    """Write the reference deck of slides; the same pandoc gives the same bytes."""
    parts = default_parts("reference.pptx")
    theme = parts[THEME].decode()
    for name, colour in COLOURS.items():
        theme = re.sub(rf"(<a:{name}>).*?(</a:{name}>)", rf'\1<a:srgbClr val="{colour}"/>\2', theme, flags=re.S)
    parts[THEME] = re.sub(r'(<a:latin typeface=)"[^"]*"', rf'\1"{FONT}"', theme).encode()
    parts[MASTER] = _master(parts[MASTER].decode()).encode()
    parts[TITLE_SLIDE] = _title_slide(parts[TITLE_SLIDE].decode()).encode()
    for name in [each for each in parts if each.endswith(".xml")]:
        parts[name] = parts[name].replace(b'lang="en-US"', b'lang="en-GB"')
    parts[CORE] = core_properties({"title": "Looks of slides"}, DAY)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_parts(parts, path)


def _master(text: str) -> str:
    """Every slide: a title above a short rule, sizes of the body, and a foot with the edition and a number."""
    titles = re.search(r"<p:titleStyle>.*?</p:titleStyle>", text, re.S)
    if titles:
        left = re.sub(r'algn="ctr"', 'algn="l"', titles[0])
        left = re.sub(r'<a:defRPr sz="\d+"', f'<a:defRPr b="1" sz="{TITLE_SIZE}"', left).replace('"tx1"', '"tx2"')
        text = text.replace(titles[0], left)
    start = text.index("<p:bodyStyle>")
    body = text[start:]
    for level, size in SIZES.items():
        place = rf'(<a:lvl{level}pPr\b.*?<a:defRPr sz=)"\d+"'
        body = re.sub(place, rf'\1"{size}"', body, count=1, flags=re.S)
    body = body.replace('<a:spcPct val="20000"/>', f'<a:spcPct val="{SPACE_BEFORE}"/>')
    text = _placed(_placed(text[:start] + body, "title", TITLE_PLACE), "body", BODY_PLACE)
    text = text.replace('anchor="ctr"><a:normAutofit/>', 'anchor="b"><a:normAutofit/>', 1)
    number = '<a:fld id="{C5EF2332-01BF-834F-8236-50238282D533}" type="slidenum">%s<a:t>‹#›</a:t></a:fld>'
    foot = _text(21, "Foot", FOOT_PLACE, "<a:r>%s<a:t>{edition}. {note}</a:t></a:r>", "l")
    return _with_shapes(text, _rule(20, RULE_PLACE) + foot + _text(22, "Number", NUMBER_PLACE, number, "r"))


def _title_slide(text: str) -> str:
    """The first slide: light letters to the left on the deep colour, without the foot."""
    text = text.replace('type="title" preserve="1"', 'showMasterSp="0" type="title" preserve="1"')
    filled = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
    text = text.replace("<p:spTree>", f"{filled}<p:spTree>", 1)
    for kind, place in FRONT_PLACES.items():
        text = _placed(text, kind, place)
    white = '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
    tinted = r'<a:solidFill><a:schemeClr val="tx1"><a:tint val="75000"/></a:schemeClr></a:solidFill>'
    text = text.replace(f"<a:defRPr>{tinted}", f'<a:defRPr sz="{FRONT_SUBTITLE_SIZE}">{white}')
    text = text.replace('algn="ctr"', 'algn="l"')
    big = f'<a:lstStyle><a:lvl1pPr algn="l"><a:defRPr sz="{FRONT_SIZE}">{white}</a:defRPr></a:lvl1pPr></a:lstStyle>'
    text = text.replace("<a:bodyPr/><a:lstStyle/>", f'<a:bodyPr anchor="b"/>{big}', 1)
    date = re.search(r'<p:ph type="dt".*?</p:sp>', text, re.S)
    if date:
        pale = f"<a:lstStyle><a:lvl1pPr><a:defRPr>{white}</a:defRPr></a:lvl1pPr></a:lstStyle>"
        placed = date[0].replace("<p:spPr/>", f"<p:spPr>{_place(FRONT_DATE_PLACE)}</p:spPr>")
        text = text.replace(date[0], placed.replace("<a:lstStyle/>", pale))
    return _with_shapes(text, _rule(20, FRONT_RULE_PLACE))


def _place(place: tuple[int, int, int, int]) -> str:
    left, top, width, height = place
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def _placed(text: str, kind: str, place: tuple[int, int, int, int]) -> str:
    """A placeholder moved to another place."""
    return re.sub(rf'(<p:ph type="{kind}".*?)<a:xfrm>.*?</a:xfrm>', rf"\1{_place(place)}", text, count=1, flags=re.S)


def _with_shapes(text: str, shapes: str) -> str:
    """Shapes behind the placeholders."""
    return text.replace("</p:grpSpPr>", f"</p:grpSpPr>{shapes}", 1)


def _shape(number: int, name: str, place: tuple[int, int, int, int], fill: str, body: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'{_place(place)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}<a:ln><a:noFill/></a:ln></p:spPr>'
        f"<p:txBody>{body}</p:txBody></p:sp>"
    )


def _rule(number: int, place: tuple[int, int, int, int]) -> str:
    fill = '<a:solidFill><a:schemeClr val="accent2"/></a:solidFill>'
    return _shape(number, "Rule", place, fill, '<a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-GB"/></a:p>')


def _text(number: int, name: str, place: tuple[int, int, int, int], words: str, side: str) -> str:
    look = f'<a:rPr lang="en-GB" sz="{FOOT_SIZE}"><a:solidFill><a:schemeClr val="accent4"/></a:solidFill></a:rPr>'
    paragraph = f'<a:p><a:pPr algn="{side}"/>{words % look}</a:p>'
    return _shape(number, name, place, "<a:noFill/>", f'<a:bodyPr anchor="ctr"/><a:lstStyle/>{paragraph}')
