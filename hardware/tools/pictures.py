"""pictures.py - what a builder looks at: wires, voltages, the programmer.

Each function returns an SVG. The board in them is the plotted one, and each
number stands where the board itself has the part: nothing is placed by hand.
"""
from sheet import BLACK, BLUE, GREEN, GREY, ORANGE, RED, Sheet

MARGIN = 3  # mm around the board in the plotted drawing

FEED = ('3: J5 gives what the battery has: 10.5 to 14.6 V, up to 15.5 V, never a '
        'steady 12.0. A PC board or a device for "12 V +-5 %" may be destroyed: '
        'put a car supply (6 to 30 V in) or a 12 V to 5 V converter between.')
ADAPTOR = ('2: a plain 12.0 V adaptor is lower than a full battery: the battery '
           'goes on feeding and runs down with mains in. Take 13.5 to 15 V.')
PWM = ('1: a PWM controller without its battery passes the panel\'s 18 to 22 V '
       'to its load output, and D1 burns. Battery on first, off last.')
MAINS = 'No mains on this board. 12 V systems only, never 24 V.'


class Board:
    """The plotted board on a sheet; place() says where a part is there."""

    def __init__(self, sheet, svg, spots, x, y, width, size):
        self.scale = width / (size[0] + 2 * MARGIN)
        self.x, self.y, self.spots, self.size = x, y, spots, size
        self.high = sheet.embed(svg, x, y, width)

    def place(self, ref):
        return self.at(*self.spots[ref])

    def at(self, x, y):
        return (self.x + (x + MARGIN) * self.scale,
                self.y + (y + MARGIN) * self.scale)


def device(sheet, x, y, w, h, name, words, size=3):
    sheet.box(x, y, w, h, '#f4f6fa')
    sheet.text(x + 3, y + 6, name, 4, bold=True)
    return sheet.block(x + 3, y + 11.5, words, w - 6, size, GREY)


def wiring(svg, spots, size, connectors):
    """The whole: what is plugged into what, each connector with its number."""
    s = Sheet(420, 340, 'Wiring of the whole: each connector with its number')
    s.text(10, 22, MAINS, 4, RED, bold=True)
    b = Board(s, svg, spots, 126, 78, 168, size)
    left, right = b.at(0, 0)[0], b.at(size[0], 0)[0]
    j1, j2, j5 = (b.place(ref) for ref in ('J1', 'J2', 'J5'))
    j3, j4, j6 = (b.place(ref) for ref in ('J3', 'J4', 'J6'))
    nano = b.at(spots['A1'][0], 0)
    # what feeds it, on the left
    device(s, 10, 30, 46, 30, 'Solar panel',
           'and its controller for 12 V batteries')
    s.wire([(56, 45), (68, 45)], ORANGE)
    device(s, 68, 30, 48, 30, 'Battery 12 V', 'lead-acid or LiFePO4, 4 cells')
    for off, ink in ((-1.2, RED), (2.6, BLACK)):
        s.wire([(104 + off * 3, 60), (104 + off * 3, j1[1] + off),
                (j1[0], j1[1] + off)], ink)
    s.box(95, 68, 11, 7, '#fff0c0', RED)
    s.text(100.5, 73, '5 A', 3.4, RED, 'middle', True)
    s.block(60, 70, 'fuse, at the battery\'s own terminal', 34, 3, RED)
    device(s, 10, 128, 78, 30, 'Mains adaptor',
           'bought, closed; 13.5 to 15 V DC, 2 A, plug 5.5/2.1 mm, centre plus')
    s.wire([(88, j2[1]), (j2[0] - 8, j2[1])], ORANGE, 1.6)
    s.note(10, 162, 92, ADAPTOR, 3)
    s.note(124, 30, 150, PWM, 3)
    # the computer, on the right; its 12 V go round below
    host = 330
    s.box(host, 48, 80, 135, '#f4f6fa')
    s.text(host + 4, 56, 'The computer', 5, bold=True)
    s.block(host + 4, 61, 'a Pi, or a PC or laptop with its own supply for 12 V '
            'cars', 74, 3, GREY)
    low = b.y + b.high + 7
    for off, ink in ((0, RED), (3.8, BLACK)):
        s.wire([(j5[0], j5[1] + off - 1.9), (left - 8 - off, j5[1] + off - 1.9),
                (left - 8 - off, low + off), (host - 8, low + off),
                (host - 8, 172 + off), (host, 172 + off)], ink)
    port(s, host, 174, '12 V in')
    usb = ((nano[0], b.at(0, 0)[1] - 2), (nano[0], 76), (host, 76))
    s.wire(usb, BLUE, 1.8)
    port(s, host, 76, 'USB')
    s.wire([j3, (host - 18, j3[1]), (host - 18, 126), (host, 126)], BLUE, 1.8)
    port(s, host, 126, 'USB')
    for off in (-1.2, 1.2):
        s.wire([(j6[0], j6[1] + off), (host - 12, j6[1] + off),
                (host - 12, 98 + off), (host, 98 + off)], GREEN, 0.7)
    port(s, host, 98, 'reset pins')
    device(s, host, 192, 80, 24, 'USB GSM dongle', 'with the SIM inside')
    s.wire([j4, (host - 18, j4[1]), (host - 18, 204), (host, 204)], BLUE, 1.8)
    s.note(host - 62, 222, 142, FEED, 3)
    jp2 = b.at(106, 44.5)
    s.wire([jp2, b.place('JP2')], BLUE, 0.5, rim=0)
    bubbles(s, connectors, {
        'J1': (left - 5, j1[1] - 7), 'J5': (left - 5, j5[1] - 7),
        'J2': (left - 22, j2[1]), 'A1': (nano[0] - 6, b.at(0, 0)[1] - 4),
        'J3': (right + 6, j3[1] - 5), 'J4': (right + 6, j4[1] - 5),
        'J6': (right + 6, j6[1] - 5), 'J8': (right + 6, b.place('J8')[1]),
        'JP1': b.at(98, 64), 'J7': b.at(88.9, 68.8), 'JP2': jp2})
    connector_table(s, connectors, 252)
    return s.svg()


def port(s, x, y, name):
    s.box(x - 0.5, y - 4, 5, 8, '#d0d8e8')
    s.text(x + 7, y + 1.2, name, 3.4)


def bubbles(s, connectors, where):
    for row in connectors:
        s.number(*where[row['ref']], row['number'])


def connector_table(s, connectors, top):
    half = (len(connectors) + 1) // 2
    for i, row in enumerate(connectors):
        x, y = (12, top) if i < half else (216, top)
        y += (i % half) * 14
        s.number(x + 2, y, row['number'])
        s.text(x + 8, y - 1, f'{row["ref"]}  {row["name"]}', 3.2, bold=True)
        s.block(x + 8, y + 3.4, row['wire'], 184, 2.9, GREY)


def voltages(svg, spots, size, expected):
    """What a meter should read, with a line to each point."""
    s = Sheet(420, 262, 'What a meter reads: 12.0 V at J1, fuse F1 in, no Nano, '
              'no dongle')
    s.text(10, 22, 'Black lead on TP1 or TP9. Supply limited to 200 mA; 10 to '
           '25 mA flow. Over 60 mA: stop, and look for what is warm.', 3.6, RED)
    b = Board(s, svg, spots, 84, 34, 252, size)
    sides = {True: [], False: []}
    for row in expected:
        sides[spots[row['point']][0] < size[0] / 2].append(row)
    for on_left, rows in sides.items():
        rows.sort(key=lambda r: (spots[r['point']][1], spots[r['point']][0]))
        y = 34
        for i, row in enumerate(rows):
            spot = b.place(row['point'])
            y = max(y, min(spot[1] - 8, 226 - 40 * (len(rows) - 1 - i)))
            y = reading(s, row, 8 if on_left else 340, y, spot, on_left) + 5
    s.text(84, 230, 'Before that, without power:', 3.6, bold=True)
    for i, words in enumerate((
            'TP7 to TP1 over 50 kOhm; TP2 to TP1 over 10 kOhm and rising, never '
            'under 1 kOhm', 'TP3 to TP1 over 500 Ohm, rising; TP6 to TP1 460 to '
            '480 Ohm, dongle out', 'J5 + to TP2 0 Ohm (the relay rests closed); '
            'J6 pin 1 to TP1 open')):
        s.text(84, 236 + i * 5.4, words, 3.4)
    return s.svg()


def reading(s, row, x, y, spot, on_left):
    """One box with its line; returns the y below."""
    lines = len(row['otherwise']) // 34 + 1 if row['otherwise'] else 0
    high = 16 + lines * 4 + (5 if len(row['expect']) > 22 else 0)
    s.wire([(x + 72 if on_left else x, y + 6), spot], BLUE, 0.5,
           rim=0)
    s.add(f'<circle cx="{spot[0]}" cy="{spot[1]}" r="2.6" fill="none" '
          f'stroke="{BLUE}" stroke-width="0.9"/>')
    s.box(x, y, 72, high, '#f2f7ff', BLUE)
    s.text(x + 3, y + 5.4, f'{row["point"]}  {row["net"]}', 3.6, BLUE,
           bold=True)
    below = s.block(x + 3, y + 11, row['expect'], 68, 4, BLACK, True)
    if row['otherwise']:
        s.block(x + 3, below - 0.5, 'else: ' + row['otherwise'], 68, 2.9, GREY)
    return y + high


PINS = [('1', 'MISO', 'D12', GREEN), ('2', '5 V', '5V', RED),
        ('3', 'SCK', 'D13', BLUE), ('4', 'MOSI', 'D11', ORANGE),
        ('5', 'RESET', 'RST', '#8020a0'), ('6', 'GND', 'GND', BLACK)]
USBASP = {'MOSI': 1, '5 V': 2, 'RESET': 5, 'SCK': 7, 'MISO': 9, 'GND': 10}
AS_ISP = {'MOSI': 'D11', '5 V': '5V', 'RESET': 'D10', 'SCK': 'D13',
          'MISO': 'D12', 'GND': 'GND'}


def isp(commands):
    """Six wires from the Nano to a programmer, and what to type."""
    s = Sheet(297, 210, 'ISP: six wires, once, before the Nano goes into the '
              'board')
    s.note(10, 20, 277, 'Nano out of the board and off its USB cable: the '
           'programmer feeds it with 5 V. A Pi\'s own pins bear 3.3 V only. Count '
           'the pins from the square pad or the mark beside it, not from this '
           'picture\'s direction.', 3.2)
    nano, asp, other = 40, 135, 222
    s.box(nano - 30, 40, 62, 84, '#dcebf8')
    s.text(nano - 26, 47, 'Nano to be written', 4, bold=True)
    s.text(nano - 26, 52, 'its 6 ISP pins, or pins by name', 3, GREY)
    s.box(asp - 10, 40, 50, 84, '#eef5e4')
    s.text(asp - 7, 47, 'USBasp', 4, bold=True)
    s.text(asp - 7, 52, '10-pin plug, jumper: 5 V', 3, GREY)
    s.box(other - 10, 40, 70, 84, '#f8f0dc')
    s.text(other - 7, 47, 'or: a second Nano', 4, bold=True)
    s.text(other - 7, 52, 'with the sketch ArduinoISP', 3, GREY)
    for i, (number, name, pin, ink) in enumerate(PINS):
        y = 62 + i * 10
        s.wire([(nano + 27, y), (asp + 1, y)], ink, 1.2)
        s.wire([(asp + 29, y), (other + 1, y)], ink, 1.2, '3 1.5')
        s.number(nano + 24, y, number, ink)
        s.text(nano - 26, y + 1.3, f'{name}', 3.8, ink, bold=True)
        s.text(nano + 0, y + 1.3, f'= {pin}', 3.8, ink)
        s.number(asp + 4, y, USBASP[name], ink)
        s.text(asp + 11, y + 1.3, name, 3.6, ink)
        s.box(other + 1, y - 3, 14, 6, 'white', ink)
        s.text(other + 8, y + 1.3, AS_ISP[name], 3.6, ink, 'middle', True)
    s.text(other - 7, 121, '10 uF from its RST (+) to GND', 3.1, RED)
    plug(s, 12, 134, 3, 2, 'Nano', {1: 'MISO', 2: '5V', 3: 'SCK', 4: 'MOSI',
                                   5: 'RST', 6: 'GND'})
    plug(s, 72, 134, 5, 2, 'USBasp plug', {1: 'MOSI', 2: '5V', 5: 'RST',
                                          7: 'SCK', 9: 'MISO', 10: 'GND'})
    s.text(150, 138, 'Type', 3.8, bold=True)
    for i, line in enumerate(commands):
        s.text(150, 144 + i * 5.4, line, 2.9, mono=True)
    y = 144 + len(commands) * 5.4 + 2
    s.block(150, y, 'With the second Nano: -c stk500v1 -P /dev/ttyUSB0 -b 19200 '
            'in place of -c usbasp.', 135, 3.1)
    s.block(150, y + 11, 'The first line reads: high fuse DE is right, DA is the '
            'old bootloader (firmware.md: replace it). The second sets the '
            'brown-out to 4.3 V.', 135, 3.1)
    return s.svg()


def plug(s, x, y, columns, rows, name, pins):
    """A header from above, pin 1 with a square: odd pins in one row."""
    s.text(x, y + 3, f'{name}, pins from above', 3.4, bold=True)
    s.box(x, y + 6, columns * 10 + 4, rows * 12 + 4, '#f0f0f0')
    for i in range(columns * rows):
        cx, cy = x + 7 + (i // rows) * 10, y + 13 + (i % rows) * 12
        if i == 0:
            s.box(cx - 2.6, cy - 2.6, 5.2, 5.2, 'white', RED, 0.6, 0)
        else:
            s.add(f'<circle cx="{cx}" cy="{cy}" r="2.6" fill="white" '
                  f'stroke="{BLACK}" stroke-width="0.4"/>')
        s.text(cx, cy + 1, str(i + 1), 2.9, BLACK, 'middle')
        s.text(cx, cy + 5.8, pins.get(i + 1, '-'), 2.5, GREY, 'middle')
