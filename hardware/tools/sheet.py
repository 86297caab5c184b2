"""sheet.py - a sheet of paper to draw on, in mm; it becomes SVG.

The pictures of the release folder are drawn on it: text that wraps, boxes,
wires and numbers in circles.
"""
import re
from html import escape

RED, BLACK, BLUE, GREEN, ORANGE, GREY = (
    '#c01818', '#202020', '#1850b0', '#147828', '#b86000', '#606060')
WIDE = 0.57  # how wide a letter of the font is, on the average


class Sheet:
    def __init__(self, width, height, title):
        self.width, self.height = width, height
        self.parts = []
        self.text(10, 15, title, 6, bold=True)

    def add(self, element):
        self.parts.append(element)

    def text(self, x, y, words, size=3.2, ink=BLACK, anchor='start',
             bold=False, mono=False):
        """One line; y is its base line."""
        more = (' font-weight="bold"' if bold else '') \
            + (' font-family="DejaVu Sans Mono"' if mono else '')
        self.add(f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size}" '
                 f'fill="{ink}" text-anchor="{anchor}"{more}>'
                 f'{escape(words)}</text>')

    def block(self, x, y, words, width, size=3.2, ink=BLACK, bold=False):
        """Text that wraps at width; returns the y below it."""
        for line in wrap(words, int(width / (size * WIDE))):
            self.text(x, y, line, size, ink, bold=bold)
            y += size * 1.35
        return y

    def box(self, x, y, w, h, fill='white', ink=BLACK, line=0.4, corner=1.5):
        self.add(f'<rect x="{x:.2f}" y="{y:.2f}" width="{w:.2f}" '
                 f'height="{h:.2f}" rx="{corner}" fill="{fill}" '
                 f'stroke="{ink}" stroke-width="{line}"/>')

    def note(self, x, y, w, words, size=3.2, ink=RED, fill='#fff0f0'):
        """A warning in a box, as high as its text; returns the y below."""
        lines = wrap(words, int((w - 4) / (size * WIDE)))
        high = len(lines) * size * 1.35 + 3
        self.box(x, y, w, high, fill, ink)
        for i, line in enumerate(lines):
            self.text(x + 2, y + 1.2 + size + i * size * 1.35, line, size, ink)
        return y + high

    def wire(self, points, ink=BLACK, width=0.9, dash='', rim=1.2):
        """A wire with a white rim, so that crossings are seen."""
        path = ' '.join(f'{x:.2f},{y:.2f}' for x, y in points)
        for colour, thick in (('white', width + rim), (ink, width)):
            extra = f' stroke-dasharray="{dash}"' if dash else ''
            self.add(f'<polyline points="{path}" fill="none" '
                     f'stroke="{colour}" stroke-width="{thick}" '
                     f'stroke-linejoin="round"{extra}/>')

    def number(self, x, y, words, ink=BLUE, r=3.4):
        self.add(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{r}" fill="{ink}" '
                 'stroke="white" stroke-width="0.6"/>')
        self.text(x, y + r * 0.42, str(words), r * 1.15, 'white', 'middle',
                  bold=True)

    def embed(self, svg, x, y, width):
        """Another drawing, that many mm wide; returns how high it is."""
        view = re.search(r'viewBox="([^"]*)"', svg)[1]
        _, _, w, h = map(float, view.split())
        inner = svg[svg.index('>') + 1:svg.rindex('</svg>')]
        high = width * h / w
        self.add(f'<svg x="{x}" y="{y}" width="{width}" height="{high}" '
                 f'viewBox="{view}">{inner}</svg>')
        return high

    def svg(self):
        return ('<svg xmlns="http://www.w3.org/2000/svg" '
                f'width="{self.width}mm" height="{self.height}mm" '
                f'viewBox="0 0 {self.width} {self.height}" '
                'font-family="DejaVu Sans, sans-serif">'
                '<rect width="100%" height="100%" fill="white"/>\n'
                + '\n'.join(self.parts) + '\n</svg>\n')


def wrap(words, most):
    lines, line = [], ''
    for word in words.split():
        if line and len(line) + 1 + len(word) > most:
            lines.append(line)
            line = word
        else:
            line = f'{line} {word}'.strip()
    return lines + [line]
