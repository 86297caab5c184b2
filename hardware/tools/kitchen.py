"""kitchen.py - the kitchen-table build, drawn step by step: which pin of the
Nano goes to what (kitchen.csv), and what to type at the end.
"""
from sheet import BLACK, BLUE, GREEN, GREY, ORANGE, RED, Sheet

INKS = {'red': RED, 'black': BLACK, 'blue': BLUE, 'green': GREEN,
        'orange': ORANGE, 'grey': GREY}
# The USB plug is at the top; GND1 and GND2 are one ground.
LEFT = ['D13', '3V3', 'AREF', 'A0', 'A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7',
        '5V', 'RST', 'GND1', 'VIN']
RIGHT = ['D12', 'D11', 'D10', 'D9', 'D8', 'D7', 'D6', 'D5', 'D4', 'D3', 'D2',
         'GND2', 'RST2', 'RX0', 'TX1']
WIDE, HIGH = 200, 148           # a step's part of the sheet
PITCH = 5.6                     # of the Nano's pins
STEPS = [
    ('Reference, and two pins that rest',
     'Three short wires on the Nano. Never give AREF anything but the Nano\'s own '
     '3.3 V. Without a battery, wire A0 to GND as well.'),
    ('The relay module',
     'Two channels, inputs that act when low. Leave its jumper JD-VCC to VCC in. '
     'A relay clicks for a moment when the Nano starts: that is right.'),
    ('The dongle\'s cable',
     'Cut a USB extension open, 0.5 m at most. Cut the red wire alone: its two ends '
     'go to COM1 and NC1. White, green and black stay whole. Relay at rest: the '
     'dongle has power.'),
    ('The computer\'s feed',
     'The plus of its 5 or 12 V supply goes through COM2 and NC2; minus stays whole. '
     'At most 3 A. NEVER mains: only the low voltage behind the adaptor.'),
    ('The clock',
     'ZS-042 with a CR2032. First take off its charging resistor (beside the diode, '
     'marked 201): a CR2032 that is charged can burst.'),
    ('What it measures',
     'Each pair of resistors divides a voltage; its middle goes to the pin. "Dongle" is '
     'the red wire behind the relay, at NC1. No battery: no 100k and 22k.'),
]
PAIRS = [('half of 5V', '5V', '10k', '10k'),
         ('half of the dongle', 'dongle red, at NC1', '10k', '10k'),
         ('part of the battery', 'battery plus, fused', '100k', '22k')]
PARTS = [('Nano (ATmega328P, CH340)', 3.0), ('relay module, 2 channels, 5 V', 1.6),
         ('ZS-042 with DS3231', 1.5), ('CR2032', 0.4),
         ('USB extension, to be cut', 1.0), ('resistors 4 x 10k, 100k, 22k', 0.2),
         ('wires, 20', 0.8), ('fuse 1 A in its holder', 0.4)]


class Step:
    """One step's part of the sheet: where each end of a wire is."""
    def __init__(self, sheet, x, y):
        self.s, self.x, self.y = sheet, x, y
        self.ends = {}
        self.lanes = [0, 0]

    def nano(self, used):
        x, y = self.x + 48, self.y + 34
        self.left, self.right, self.top = x, x + 34, y
        self.bottom = y + 15 * PITCH + 8
        self.s.box(x, y, 34, self.bottom - y, '#dcebf8')
        self.s.box(x + 11, y - 5, 12, 8, '#c0c8d0')
        self.s.text(x + 17, y + 8, 'Nano', 3.4, anchor='middle', bold=True)
        for names, px, anchor, side in ((LEFT, x + 2.5, 'start', -1),
                                        (RIGHT, x + 31.5, 'end', 1)):
            for i, name in enumerate(names):
                py = y + 11 + i * PITCH
                ink = BLACK if name in used else '#b8c0c8'
                self.s.add(f'<circle cx="{px}" cy="{py}" r="1.3" fill="white" '
                           f'stroke="{ink}" stroke-width="0.4"/>')
                self.s.text(px - side * 2.4, py + 1, name.rstrip('12')
                            if name.startswith(('GND', 'RST')) else name,
                            2.8, ink, anchor, name in used)
                self.ends[name] = (px, py, side)

    def module(self, x, y, w, name, left, right=(), pitch=8):
        """A box with terminals named on its two sides."""
        x, y = self.x + x, self.y + y
        high = max(len(left), len(right)) * pitch + 9
        self.s.box(x, y, w, high, '#eef5e4')
        self.s.text(x + w / 2, y + 5.5, name, 3.2, anchor='middle', bold=True)
        for names, px, anchor, side in ((left, x + 2, 'start', -1),
                                        (right, x + w - 2, 'end', 1)):
            for i, end in enumerate(names):
                py = y + 11 + i * pitch
                self.s.add(f'<rect x="{px - 1.4}" y="{py - 1.4}" width="2.8" '
                           f'height="2.8" fill="white" stroke="{BLACK}" '
                           'stroke-width="0.4"/>')
                self.s.text(px - side * 2.6, py + 1, end.split(' ')[-1], 2.8,
                            BLACK, anchor)
                self.ends[end] = (px, py, side)

    def wire(self, row):
        """From one end out to its side, along a lane of its own, and in."""
        (x1, y1, s1), (x2, y2, s2) = self.ends[row['from']], self.ends[row['to']]
        ink = INKS[row['wire']]
        if row['to'] in LEFT + RIGHT:
            self.lanes[s1 > 0] += 1
            out = max(x1 * s1, x2 * s2) * s1 + s1 * (3 + 4 * self.lanes[s1 > 0])
            points = [(x1, y1), (out, y1), (out, y2), (x2, y2)]
        elif s1 > 0:            # to what stands right of it
            self.lanes[1] += 1
            lane = x1 + 6 + 5 * self.lanes[1]
            points = [(x1, y1), (lane, y1), (lane, y2), (x2, y2)]
        else:                   # round below the Nano
            self.lanes[0] += 1
            k = self.lanes[0]
            out, low = self.left - 3 - 4 * k, self.bottom + 3 * k
            lane = self.right + 26 - 5 * k
            points = [(x1, y1), (out, y1), (out, low), (lane, low), (lane, y2),
                      (x2, y2)]
        self.s.wire(points, ink, 1)


def resistor_pairs(step):
    """Each pair as two boxes on a line, and its middle."""
    for i, (name, above, up, down) in enumerate(PAIRS):
        x, y = step.x + 138, step.y + 38 + i * 33
        s = step.s
        s.wire([(x, y), (x, y + 24)], BLACK, 0.7)
        s.text(x + 5, y + 1, above, 2.8)
        s.text(x + 5, y + 25, 'GND', 2.8)
        for py, size in ((y + 3, up), (y + 14, down)):
            s.box(x - 2.2, py, 4.4, 7.5, 'white')
            s.text(x + 4, py + 5, size, 2.8, bold=True)
        s.number(x, y + 12.2, '', BLACK, 1)
        step.ends[name] = (x, y + 12.2, -1)


def things(n, step):
    """What a step has beside the Nano."""
    if n == 2:
        step.module(138, 56, 40, 'relay module',
                    ['relay VCC', 'relay IN2', 'relay IN1', 'relay GND'])
    elif n in (3, 4):
        a, b = ('computer', 'dongle') if n == 3 else ('feed', 'host')
        names = ['red', 'white', 'green', 'black'] if n == 3 \
            else ['plus', 'minus']
        relay = n - 2
        step.module(14, 78, 42, {'computer': 'USB plug', 'feed': 'supply'}[a],
                    [], [f'{a} {k}' for k in names])
        step.module(144, 78, 42, {'dongle': 'USB socket', 'host': 'computer'}[b],
                    [f'{b} {k}' for k in names])
        step.module(76, 38, 46, f'relay {relay}',
                    [f'relay COM{relay}'], [f'relay NC{relay}'])
    elif n == 5:
        step.module(138, 56, 40, 'ZS-042', ['clock SCL', 'clock SDA',
                                            'clock VCC', 'clock GND'])
    elif n == 6:
        resistor_pairs(step)


def cable(step, rows):
    """The steps without the Nano: a wire goes straight, or up to the relay."""
    for row in rows:
        (x1, y1, _), (x2, y2, _) = step.ends[row['from']], step.ends[row['to']]
        middle = x2 - 8 if 'relay' in row['to'] else x1 + 8
        step.s.wire([(x1, y1), (middle, y1), (middle, y2), (x2, y2)],
                    INKS[row['wire']], 1.2)


def draw_step(s, n, x, y, rows):
    step = Step(s, x, y)
    s.box(x, y, WIDE - 6, HIGH - 6, 'white', GREY, 0.3)
    s.number(x + 8, y + 9, n)
    title, words = STEPS[n - 1]
    s.text(x + 14, y + 10.5, title, 4.6, bold=True)
    if n in (3, 4):
        things(n, step)
        cable(step, rows)
    else:
        step.nano({end for row in rows for end in (row['from'], row['to'])})
        things(n, step)
        for row in rows:
            step.wire(row)
    s.block(x + 8, y + 18, words, WIDE - 22, 3.1,
            RED if 'NEVER' in words else BLACK)


def last_step(s, x, y):
    s.number(x + 8, y + 9, len(STEPS) + 1)
    s.text(x + 14, y + 10.5, 'Firmware, settings, and a try', 4.6, bold=True)
    lines = ['notehome board update notehome-board.hex', 'notehome board set '
             'lowacts 2', 'notehome board set resetby 2', 'notehome board '
             'calibrate battery 12.65', 'notehome board test']
    for i, line in enumerate(lines):
        s.text(x + 8, y + 20 + i * 6, line, 3.2, mono=True)
    s.block(x + 8, y + 54, '12.65 stands for what your meter shows. The third line '
            'lets the feed relay do what a reset line does elsewhere. The test '
            'clicks both relays and says pass, or what to look at.', 180, 3.1)
    s.text(x + 210, y + 10.5, 'What it costs, in USD, about', 4.6, bold=True)
    for i, (name, price) in enumerate(PARTS):
        s.text(x + 210, y + 20 + i * 5.4, name, 3.1)
        s.text(x + 320, y + 20 + i * 5.4, f'{price:.2f}', 3.1, anchor='end')
    s.text(x + 320, y + 20 + len(PARTS) * 5.4, f'{sum(p for _, p in PARTS):.2f}',
           3.3, anchor='end', bold=True)


def kitchen(wires):
    """wires: the rows of kitchen.csv."""
    s = Sheet(2 * WIDE + 14, 3 * HIGH + 100,
              'On a kitchen table: a Nano, two relays, a clock, a cut cable')
    for n in range(1, len(STEPS) + 1):
        draw_step(s, n, 10 + (n - 1) % 2 * WIDE, 22 + (n - 1) // 2 * HIGH,
                  [row for row in wires if row['step'] == str(n)])
    last_step(s, 10, 22 + 3 * HIGH)
    return s.svg()
