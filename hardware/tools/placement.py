"""placement.py - the page that shows where each part goes.

One HTML file without anything from elsewhere: the board drawn from the
board's own file, the parts list in the order of soldering. It works from a
memory stick, and prints.
"""
import os
from html import escape

import pcbnew

import board as boards

HERE = os.path.dirname(os.path.abspath(__file__))
GROUPS = ['1. Surface-mounted parts', '2. Flat parts',
          '3. Sockets, headers, small parts', '4. Tall parts', '5. The rest']
FLAT = ('R', 'DZ')
THICK = {'D3', 'D5'}
SMALL = {'OK', 'Q', 'U', 'SW', 'LED', 'BT', 'JP', 'A'}
HEADERS = {'J6', 'J7', 'J8'}
TALL = {'Q1', 'U5'}


def kind(ref):
    return ref.rstrip('0123456789')


def group(ref, surface, value):
    """Low parts are soldered first: which of GROUPS a part belongs to."""
    if surface:
        return 0
    if kind(ref) in FLAT or value.startswith('100n') \
            or (kind(ref) == 'D' and ref not in THICK):
        return 1
    if ref in HEADERS or (kind(ref) in SMALL and ref not in TALL):
        return 2
    return 3


def corner(board):
    box = board.GetBoardEdgesBoundingBox()
    half = pcbnew.FromMM(0.05)
    return box.GetX() + half, box.GetY() + half


def spots(board):
    """ref -> centre of the part, mm from the board's top left corner."""
    x0, y0 = corner(board)
    found = {}
    for fp in board.GetFootprints():
        middle = fp.GetBoundingBox(False, False).GetCenter()
        found[fp.GetReference()] = (pcbnew.ToMM(middle.x - x0),
                                    pcbnew.ToMM(middle.y - y0))
    return found


def part(fp, x0, y0):
    """One part with its pads, as SVG."""
    box = fp.GetBoundingBox(False, False)
    x, y = pcbnew.ToMM(box.GetX() - x0), pcbnew.ToMM(box.GetY() - y0)
    w, h = pcbnew.ToMM(box.GetWidth()), pcbnew.ToMM(box.GetHeight())
    ref = fp.GetReference()
    pads = []
    for pad in fp.Pads():
        if not pad.GetName():
            continue
        spot, size = pad.GetPosition(), pad.GetBoundingBox()
        pw, ph = pcbnew.ToMM(size.GetWidth()), pcbnew.ToMM(size.GetHeight())
        round_ = pad.GetShape() in (pcbnew.PAD_SHAPE_CIRCLE,
                                    pcbnew.PAD_SHAPE_OVAL)
        first = ' one' if pad.GetName() == '1' else ''
        net = pad.GetNetname().lstrip('/')
        pads.append(
            f'<rect class="pad{first}" x="{pcbnew.ToMM(spot.x - x0) - pw / 2:.2f}" '
            f'y="{pcbnew.ToMM(spot.y - y0) - ph / 2:.2f}" width="{pw:.2f}" '
            f'height="{ph:.2f}" rx="{min(pw, ph) / 2 if round_ else 0.1:.2f}" '
            f'data-net="{escape(net)}"><title>{escape(ref)} pin '
            f'{escape(pad.GetName())}: {escape(net)}</title></rect>')
    return (f'<g class="part" data-ref="{escape(ref)}" '
            f'data-value="{escape(fp.GetValue())}"><rect x="{x:.2f}" '
            f'y="{y:.2f}" width="{w:.2f}" height="{h:.2f}" rx="0.5"/>'
            + ''.join(pads)
            + f'<text x="{x + w / 2:.2f}" y="{y + h / 2 + 0.7:.2f}">'
            f'{escape(ref)}</text></g>')


def drawing(board):
    x0, y0 = corner(board)
    w, h = boards.outline(board)
    # a big part first, so that what lies within it can be clicked
    parts = sorted((fp for fp in board.GetFootprints()
                    if not fp.GetReference().startswith('H')),
                   key=lambda fp: -fp.GetBoundingBox(False, False).GetWidth()
                   * fp.GetBoundingBox(False, False).GetHeight())
    holes = ''.join(f'<circle cx="{x}" cy="{y}" r="1.6" fill="#fff" '
                    'stroke="#888" stroke-width="0.3"/>'
                    for x, y in boards.holes(board))
    return (f'<svg id="board" viewBox="-1 -1 {w + 2} {h + 2}" '
            f'data-flip="translate({w} 0) scale(-1 1)" '
            'xmlns="http://www.w3.org/2000/svg" role="img" '
            'aria-label="The board from above"><g id="turn">'
            f'<rect width="{w}" height="{h}" rx="3" fill="#f8f8f4" '
            f'stroke="#202020" stroke-width="0.3"/>{holes}'
            + '\n'.join(part(fp, x0, y0) for fp in parts) + '</g></svg>')


def line(row):
    """One line of the parts list, with a box to tick for each part."""
    refs = row['ref'].split() if row['ref'] != '-' else [row['value']]
    say = (f'{row["value"]}, {row["maker"]} {row["part"]}: {row["use"]}. '
           f'Or: {row["second_source"]}.')
    boxes = ''.join(f'<label><input type="checkbox" data-tick="{escape(r)}"> '
                    f'{escape(r)}</label>' for r in refs)
    return (f'<tr data-line="{escape(row["ref"])}" data-say="{escape(say)}">'
            f'<td>{boxes}</td><td><b>{escape(row["value"])}</b> '
            f'{escape(row["maker"])} {escape(row["part"])}<br>'
            f'<small>{escape(row["use"])}</small></td></tr>')


def page(board, bom):
    """The whole page as text."""
    surface = {fp.GetReference(): bool(fp.GetAttributes() & pcbnew.FP_SMD)
               for fp in board.GetFootprints()}
    groups = [[] for _ in GROUPS]
    for row in bom:
        ref = row['ref'].split()[0]
        if ref != 'SUM':
            groups[4 if ref == '-' else
                   group(ref, surface[ref], row['value'])].append(line(row))
    lines = ''.join(f'<h2>{name}</h2><table>{"".join(rows)}</table>'
                    for name, rows in zip(GROUPS, groups))
    with open(os.path.join(HERE, 'placement.html'), encoding='utf-8') as file:
        text = file.read()
    return text.replace('{{board}}', drawing(board)).replace('{{lines}}', lines)
