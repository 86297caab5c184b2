"""draw_schematic.py SCHEMATIC OUT.svg - the schematic as a picture.

KiCad 6 plots a schematic only from its window; people who have no KiCad, and
reviewers of a change, want to see it all the same.
"""
import sys
from html import escape
from math import cos, radians, sin

import schematic
import sexpr

PAPER = {'A4': (297, 210), 'A3': (420, 297)}
INK, WIRE, NAME, NOTE, BODY = '#840000', '#007000', '#003a8c', '#333', '#fff8d0'


class Canvas:
    """Collects SVG elements; sizes are mm."""

    def __init__(self):
        self.parts = []

    def add(self, element):
        self.parts.append(element)

    def line(self, points, ink, width=0.2, fill='none', dash=''):
        path = ' '.join(f'{x:.3f},{y:.3f}' for x, y in points)
        extra = f' stroke-dasharray="{dash}"' if dash else ''
        self.add(f'<polyline points="{path}" fill="{fill}" stroke="{ink}" '
                 f'stroke-width="{width or 0.2}"{extra}/>')

    def text(self, x, y, words, size, ink, anchor='middle', turn=0, bold=False,
             base='central'):
        """Lines go upwards from (x, y) when base is 'bottom'."""
        lines = words.split('\n')
        step = size * 1.6
        shift = (size * 0.35 if base == 'central'
                 else -step * (len(lines) - 1))
        weight = ' font-weight="bold"' if bold else ''
        spin = f' transform="rotate({-turn} {x:.3f} {y:.3f})"' if turn else ''
        for i, line in enumerate(lines):
            over = line.startswith('~{')
            line = line.replace('~{', '').replace('}', '')
            deco = ' text-decoration="overline"' if over else ''
            self.add(f'<text x="{x:.3f}" y="{y + shift + i * step:.3f}" '
                     f'font-size="{size * 1.25:.3f}" fill="{ink}" '
                     f'text-anchor="{anchor}"{weight}{deco}{spin}>'
                     f'{escape(line)}</text>')


def font(node):
    """Size, justification and visibility of a text."""
    effects = sexpr.child(node, 'effects')
    size = sexpr.numbers(sexpr.child(effects, 'font'), 'size')[0]
    justify = sexpr.child(effects, 'justify') or []
    return size, justify[1:], 'hide' in effects


def body(canvas, part):
    """The graphic of a symbol, its pins with numbers and names."""
    names = sexpr.child(part.symbol, 'pin_names') or []
    hide_names = 'hide' in names
    hide_numbers = 'hide' in (sexpr.child(part.symbol, 'pin_numbers') or [])
    for unit in sexpr.children(part.symbol, 'symbol'):
        for item in unit[2:]:
            if item[0] == 'pin':
                pin(canvas, part, item, hide_names, hide_numbers)
            else:
                shape(canvas, part, item)


def shape(canvas, part, item):
    if item[0] == 'text':
        x, y, turn = sexpr.numbers(item, 'at')
        canvas.text(*part.place(x, y), item[1], font(item)[0], INK)
        return
    width = sexpr.numbers(sexpr.child(item, 'stroke'), 'width')[0]
    kind = sexpr.child(sexpr.child(item, 'fill'), 'type')[1]
    fill = {'outline': INK, 'background': BODY}.get(kind, 'none')
    if item[0] == 'polyline':
        points = [part.place(float(p[1]), float(p[2])) for p in
                  sexpr.children(sexpr.child(item, 'pts'), 'xy')]
        canvas.line(points, INK, width, fill)
    elif item[0] == 'rectangle':
        (x1, y1), (x2, y2) = (sexpr.numbers(item, 'start'),
                              sexpr.numbers(item, 'end'))
        corners = [(x1, y1), (x2, y1), (x2, y2), (x1, y2), (x1, y1)]
        canvas.line([part.place(*c) for c in corners], INK, width, fill)
    elif item[0] == 'circle':
        x, y = part.place(*sexpr.numbers(item, 'center'))
        radius = sexpr.numbers(item, 'radius')[0]
        canvas.add(f'<circle cx="{x:.3f}" cy="{y:.3f}" r="{radius}" '
                   f'fill="{fill}" stroke="{INK}" '
                   f'stroke-width="{width or 0.2}"/>')
    elif item[0] == 'arc':
        arc(canvas, part, item, width)


def arc(canvas, part, item, width):
    """Three points of a circle, drawn as two quadratic halves."""
    a, m, b = (part.place(*sexpr.numbers(item, n))
               for n in ('start', 'mid', 'end'))
    centre = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
    control = (2 * m[0] - centre[0], 2 * m[1] - centre[1])
    canvas.add(f'<path d="M {a[0]:.3f} {a[1]:.3f} Q {control[0]:.3f} '
               f'{control[1]:.3f} {b[0]:.3f} {b[1]:.3f}" fill="none" '
               f'stroke="{INK}" stroke-width="{width or 0.2}"/>')


def pin(canvas, part, item, hide_names, hide_numbers):
    if 'hide' in item:
        return
    x, y, angle = sexpr.numbers(item, 'at')
    length = sexpr.numbers(item, 'length')[0]
    name, number = sexpr.child(item, 'name')[1], sexpr.child(item, 'number')[1]
    dx, dy = round(cos(radians(angle))), round(sin(radians(angle)))
    outer = part.place(x, y)
    inner = part.place(x + dx * length, y + dy * length)
    if length:
        canvas.line([outer, inner], INK)
    way = ((inner[0] > outer[0]) - (inner[0] < outer[0]),
           (inner[1] > outer[1]) - (inner[1] < outer[1]))
    middle = ((outer[0] + inner[0]) / 2, (outer[1] + inner[1]) / 2)
    if not hide_numbers and length:
        spot = ((middle[0], middle[1] - 0.8) if way[0]
                else (middle[0] - 0.8, middle[1]))
        canvas.text(*spot, number, 0.9, INK, turn=0 if way[0] else 90)
    if not hide_names and name != '~':
        spot = inner[0] + way[0] * 0.6, inner[1] + way[1] * 0.6
        if way[0]:
            canvas.text(*spot, name, 1.1, INK,
                        'start' if way[0] > 0 else 'end')
        else:
            canvas.text(*spot, name, 1.1, INK,
                        'end' if way[1] > 0 else 'start', 90)


def fields(canvas, part):
    """Field texts turn and mirror with their symbol, as in KiCad."""
    for field in sexpr.children(part.node, 'property'):
        size, justify, hidden = font(field)
        if hidden or field[2] in ('', '~'):
            continue
        x, y, turn = sexpr.numbers(field, 'at')
        sideways = part.angle in (90, 270)
        flat = (turn == 90) == sideways
        side = (part.angle in (90, 180)) != (part.mirror == 'y')
        anchor = 'middle'
        if 'left' in justify or 'right' in justify:
            anchor = ('start' if ('left' in justify) != side else 'end')
        canvas.text(x, y, field[2], size, INK if field[1] == 'Reference'
                    else NOTE, anchor, 0 if flat else 90)


def label(canvas, node):
    x, y, turn = sexpr.numbers(node, 'at')
    size = font(node)[0]
    back = turn in (180, 270)
    upright = turn in (90, 270)
    if node[0] == 'label':
        spot = (x - 0.4, y) if upright else (x, y - 0.4 - size * 0.35)
        canvas.text(*spot, node[1], size, NOTE, 'end' if back else 'start',
                    90 if upright else 0)
        return
    length, h = len(node[1]) * size * 0.85 + 1.6, size * 0.85
    box = [(0, 0), (h, -h), (length, -h), (length, h), (h, h), (0, 0)]
    c, s = round(cos(radians(turn))), round(sin(radians(turn)))
    canvas.line([(x + bx * c + by * s, y - bx * s + by * c) for bx, by in box],
                NAME)
    off = h + 0.3
    canvas.text(x + off * c, y - off * s, node[1], size, NAME,
                'end' if back else 'start', 90 if upright else 0)


def draw(sheet):
    canvas = Canvas()
    tree = sheet.tree
    width, height = PAPER[sexpr.child(tree, 'paper')[1]]
    for node in sexpr.children(tree, 'polyline'):
        points = [(float(p[1]), float(p[2])) for p in
                  sexpr.children(sexpr.child(node, 'pts'), 'xy')]
        canvas.line(points, '#888', 0.25, dash='2 1')
    for node in sexpr.children(tree, 'wire'):
        points = [(float(p[1]), float(p[2])) for p in
                  sexpr.children(sexpr.child(node, 'pts'), 'xy')]
        canvas.line(points, WIRE, 0.25)
    for part in sheet.power + list(sheet.parts.values()):
        body(canvas, part)
        fields(canvas, part)
    for node in sexpr.children(tree, 'junction'):
        x, y = schematic.at(node)
        canvas.add(f'<circle cx="{x}" cy="{y}" r="0.5" fill="{WIRE}"/>')
    for node in sexpr.children(tree, 'no_connect'):
        x, y = schematic.at(node)
        canvas.line([(x - 0.7, y - 0.7), (x + 0.7, y + 0.7)], NAME)
        canvas.line([(x - 0.7, y + 0.7), (x + 0.7, y - 0.7)], NAME)
    for kind in ('global_label', 'label'):
        for node in sexpr.children(tree, kind):
            label(canvas, node)
    for node in sexpr.children(tree, 'text'):
        x, y, _ = sexpr.numbers(node, 'at')
        size = font(node)[0]
        bold = 'bold' in sexpr.child(sexpr.child(node, 'effects'), 'font')
        canvas.text(x, y, node[1], size, NOTE, 'start', bold=bold,
                    base='bottom')
    title_block(canvas, tree, width, height)
    return ('<svg xmlns="http://www.w3.org/2000/svg" '
            f'width="{width}mm" height="{height}mm" '
            f'viewBox="0 0 {width} {height}" font-family="sans-serif" '
            'stroke-linecap="round">\n<rect width="100%" height="100%" '
            'fill="white"/>\n' + '\n'.join(canvas.parts) + '\n</svg>\n')


def title_block(canvas, tree, width, height):
    block = sexpr.child(tree, 'title_block')
    x, y = width - 118, height - 42
    canvas.line([(x, y), (width - 10, y), (width - 10, height - 10),
                 (x, height - 10), (x, y)], NOTE, 0.3)
    canvas.line([(10, 10), (width - 10, 10), (width - 10, height - 10),
                 (10, height - 10), (10, 10)], NOTE, 0.3)
    canvas.text(x + 4, y + 8, sexpr.child(block, 'title')[1], 3, NOTE, 'start',
                bold=True)
    rest = ['revision ' + sexpr.child(block, 'rev')[1] + ', '
            + sexpr.child(block, 'date')[1]]
    rest += [c[2] for c in sexpr.children(block, 'comment')]
    for i, words in enumerate(rest):
        canvas.text(x + 4, y + 14 + i * 4.5, words, 1.7, NOTE, 'start')


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[2], 'w', encoding='utf-8') as file:
        file.write(draw(schematic.read(sys.argv[1])))


if __name__ == '__main__':
    main()
