"""checks.py - what must be true of the companion board's files.

A check takes a Design and returns the list of what is wrong; an empty list
is a pass. It may leave a figure worth showing in design.notes. None repairs,
none skips: what it needs and cannot find is an error of its own.
"""
import csv
import os
import re
import shutil
import subprocess

import board as boards
import schematic
import sexpr

PORTS = {'D0': 'PD0', 'D1': 'PD1', 'D2': 'PD2', 'D3': 'PD3', 'D4': 'PD4',
         'D5': 'PD5', 'D6': 'PD6', 'D7': 'PD7', 'D8': 'PB0', 'D9': 'PB1',
         'D10': 'PB2', 'D11': 'PB3', 'D12': 'PB4', 'D13': 'PB5',
         'A0': 'ADC0', 'A1': 'ADC1', 'A2': 'ADC2', 'A3': 'ADC3', 'A4': 'PC4',
         'A5': 'PC5', 'A6': 'ADC6', 'A7': 'ADC7'}
DIRECTIONS = {'uart', 'in', 'out', 'open-drain', 'analog', 'spare'}
ON_MODULE = {'HOST_RXD', 'HOST_TXD', 'LED_BEAT'}  # wired on the Nano itself
RAILS = {'+12V', '+5V', '+5V_MCU', 'VREF', 'SW_IN', 'MODEM_VBUS'}


class Design:
    """The files under test. Each is read when first asked for, so that a
    missing one fails the check that needs it and no other."""

    def __init__(self, folder, pins_h, build, release):
        self.folder, self.pins_h, self.build = folder, pins_h, build
        self.release = release
        self.notes = []
        self._read = {}

    def path(self, name):
        return os.path.join(self.folder, name)

    def _once(self, key, make):
        if key not in self._read:
            self._read[key] = make()
        return self._read[key]

    @property
    def sheet(self):
        return self._once('sheet', lambda: schematic.read(
            self.path('notehome-board.kicad_sch')))

    @property
    def board(self):
        return self._once('board', lambda: boards.load(
            self.path('notehome-board.kicad_pcb')))

    def table(self, name):
        def make():
            with open(self.path(name), encoding='utf-8', newline='') as file:
                return list(csv.DictReader(file))
        return self._once(name, make)

    @property
    def pins(self):
        return self.table('pins.csv')

    @property
    def bom(self):
        return self.table('bom.csv')


# --- the schematic by itself ------------------------------------------------

def schematic_is_whole(design):
    """No loose end, no double name, no pin left open by mistake."""
    sheet, wrong = design.sheet, []
    wrong += [f'two parts are called {ref}' for ref in sheet.doubles]
    wrong += [f'a wire ends on nothing at {x} {y} mm' for x, y in sheet.stubs]
    wrong += ['KiCad 6 reads drawn lines of two points only'
              for line in sexpr.children(sheet.tree, 'polyline')
              if len(sexpr.child(line, 'pts')) != 3]
    for net in sheet.nets:
        pins = ' '.join(f'{r}.{p}' for r, p in sorted(net.pins))
        if len(net.names) > 1:
            wrong.append(f'one net, several names: {sorted(net.names)}')
        if net.no_connect and len(net.pins) > 1:
            wrong.append(f'marked as not connected, but is: {pins}')
        if not net.no_connect and len(net.pins) < 2:
            wrong.append(f'net {net.name or "?"} has one pin: {pins or "none"}')
        if not net.name and not net.no_connect:
            wrong.append(f'net without a name: {pins}')
    design.notes.append(f'{len(sheet.parts)} parts, {len(sheet.nets)} nets')
    return wrong


def parts_are_orderable(design):
    """Each part says what to buy, and from whom else."""
    wrong = []
    for ref, part in sorted(design.sheet.parts.items()):
        if not part.footprint:
            wrong.append(f'{ref} has no footprint')
        if part.in_bom:
            wrong += [f'{ref} has no field "{field}"'
                      for field in ('MPN', 'Second source')
                      if not part.fields.get(field)]
    return wrong


# --- the pin table ----------------------------------------------------------

def pin_table_is_sound(design):
    """pins.csv lists each pin of the Nano once, on its true port."""
    wrong, seen = [], set()
    for row in design.pins:
        pin, name = row['pin'], row['name']
        if PORTS.get(pin) != row['port']:
            wrong.append(f'{pin} is not {row["port"]}')
        if row['direction'] not in DIRECTIONS:
            wrong.append(f'{pin}: unknown direction {row["direction"]}')
        if not re.fullmatch(r'[A-Z][A-Z0-9_]*', name):
            wrong.append(f'{pin}: {name!r} is no name')
        wrong += [f'{what} appears twice' for what in (pin, name)
                  if what in seen]
        seen.update((pin, name))
    wrong += [f'{pin} is missing' for pin in PORTS if pin not in seen]
    return wrong


def ohms(value):
    """'4k7 1%' -> 4700.0; '100k' and '4.7k' too."""
    match = re.match(r'([\d.]+)([RkM])(\d*)', value.split()[0])
    if not match:
        raise ValueError(f'{value!r} is no resistor')
    number = float(f'{match[1]}.{match[3]}' if match[3] else match[1])
    return number * {'R': 1, 'k': 1e3, 'M': 1e6}[match[2]]


def pulls(sheet, net):
    """[(ohms, name of the net at the resistor's other end)] of a net."""
    found = []
    for ref, pin in net.pins:
        if re.fullmatch(r'R\d+', ref):
            other = sheet.net_of(ref, '2' if pin == '1' else '1')
            found.append((ohms(sheet.parts[ref].value), other.name))
    return found


def pins_are_wired(design):
    """Each pin of the table reaches its net, and the resistor that holds the
    net while the controller resets is there and points the right way."""
    sheet, wrong = design.sheet, []
    nano = sheet.parts['A1']
    by_name = {name.split('/')[0]: number
               for number, name in nano.pin_names.items()}
    for row in design.pins:
        pin, name = row['pin'], row['name']
        net = sheet.net_of('A1', by_name[pin])
        if name in ON_MODULE:
            if not net.no_connect:
                wrong.append(f'{pin} ({name}) must stay unconnected')
            continue
        if net.name != name:
            wrong.append(f'{pin} is on net {net.name or "?"}, not {name}')
            continue
        if row['external_default'] == 'none':
            continue
        size, way = row['external_default'].split()
        wanted = ohms(size)
        held = list(pulls(sheet, net))
        for other in {end for _, end in held if end not in RAILS | {'GND'}}:
            held += pulls(sheet, sheet.net(other))  # behind a series resistor
        ends = [end for value, end in held if value == wanted]
        if way == 'down' and 'GND' not in ends:
            wrong.append(f'{pin} ({name}) has no {size} to ground')
        if way == 'up' and not RAILS & set(ends):
            wrong.append(f'{pin} ({name}) has no {size} to a supply')
    design.notes.append(f'{len(design.pins)} pins')
    return wrong


def firmware_agrees(design):
    """firmware/avr/pins.h names the same pins on the same ports."""
    with open(design.pins_h, encoding='utf-8') as file:
        text = file.read()
    have = {m[1]: f'P{m[2]}{m[3]}' for m in
            re.finditer(r'X\((\w+), ([BCD]), (\d)\)', text)}
    have.update({m[1]: f'ADC{m[2]}' for m in
                 re.finditer(r'X\((\w+), (\d)\)', text)})
    want = {row['name']: row['port'] for row in design.pins
            if row['direction'] not in ('uart', 'spare')}
    wrong = [f'{name} is {have.get(name, "missing")} in pins.h, {port} in '
             'pins.csv' for name, port in want.items()
             if have.get(name) != port]
    wrong += [f'{name} is in pins.h only' for name in have if name not in want]
    return wrong


# --- the circuit's promises -------------------------------------------------

def path_exists(sheet, *pins):
    """True if the pins, "REF.PIN", are all on one net."""
    nets = [sheet.net_of(*pin.split('.')) for pin in pins]
    return None not in nets and all(net is nets[0] for net in nets)


SAME_NET = [
    ('the relay rests with the host fed', 'K1.4', 'J5.1'),
    ('the relay\'s common contact is on 12 V', 'K1.1', 'U5.1'),
    ('the switch feeds the dongle', 'U1.6', 'J4.1', 'R7.1', 'R10.1'),
    ('the ESD array is on the dongle\'s VBUS', 'U3.5', 'J4.1'),
    ('D+ runs straight through the array', 'J3.3', 'U3.1', 'U3.6', 'J4.3'),
    ('D- runs straight through the array', 'J3.2', 'U3.3', 'U3.4', 'J4.2'),
    ('the reference drives AREF', 'U4.2', 'A1.18', 'R12.2'),
    ('Q1 has its source on the load side', 'Q1.3', 'D1.1', 'DZ1.1'),
    ('the adaptor lifts the gate of Q1', 'D6.2', 'D5.2', 'F2.2'),
    ('D6 points at the gate', 'D6.1', 'Q1.1', 'R11.1'),
    ('the adaptor feeds through its own diode', 'D5.1', 'Q1.3'),
    ('the relay has its free-wheel diode', 'D4.1', 'K1.5', 'U5.4'),
    ('... across the coil', 'D4.2', 'K1.2', 'Q2.3'),
    ('the controller is fed through D7', 'D7.1', 'A1.27'),
    ('... from 5 V', 'D7.2', 'L1.2'),
    ('the opto-coupler leaves on J6', 'OK1.4', 'J6.1'),
    ('... isolated', 'OK1.3', 'J6.2'),
]
# (supply pin, ground pin, capacitor): the capacitor sits across both.
DECOUPLED = [('U1.1', 'U1.2', 'C10'), ('U5.1', 'U5.3', 'C8'),
             ('U2.2', 'U2.13', 'C15'), ('A1.27', 'A1.29', 'C13'),
             ('A1.18', 'A1.29', 'C14'), ('U1.6', 'U1.2', 'C11')]


def circuit_keeps_its_promises(design):
    """Fail-safe defaults, protection and isolation, pin by pin."""
    sheet = design.sheet
    wrong = [f'{what}: {" ".join(pins)} are not one net'
             for what, *pins in SAME_NET if not path_exists(sheet, *pins)]
    for supply, ground, cap in DECOUPLED:
        ends = [sheet.net_of(cap, pin) for pin in '12']
        if {id(n) for n in ends} != {id(sheet.net_of(*p.split('.')))
                                     for p in (supply, ground)}:
            wrong.append(f'{cap} is not across {supply} and {ground}')
    for pin in ('3', '4'):
        net = sheet.net_of('OK1', pin)
        others = {r for r, _ in net.pins} - {'OK1', 'J6'}
        if others:
            wrong.append(f'the host\'s reset is not isolated: {others}')
    return wrong


# --- the board --------------------------------------------------------------

def board_equals_schematic(design):
    """Same parts, values, footprints, and each pad on its pin's net."""
    sheet, wrong = design.sheet, []
    have = boards.footprints(design.board)
    wrong += [f'{ref} is not on the board'
              for ref in sorted(sheet.parts.keys() - have.keys())]
    wrong += [f'{ref} is on the board only'
              for ref in sorted(have.keys() - sheet.parts.keys())]
    pads = 0
    for ref in sorted(have.keys() & sheet.parts.keys()):
        part, (value, library, nets) = sheet.parts[ref], have[ref]
        if value != part.value:
            wrong.append(f'{ref}: {value} on the board, {part.value} drawn')
        if library != part.footprint:
            wrong.append(f'{ref}: footprint {library}, {part.footprint} drawn')
        wrong += [f'{ref}: no pad for pin {pin}'
                  for pin in part.pins if pin not in nets]
        for pad, name in sorted(nets.items()):
            pads += 1
            net = sheet.net_of(ref, pad)
            if net is None or net.no_connect:
                if name and not name.startswith('unconnected-('):
                    wrong.append(f'{ref}.{pad} is on {name}, should be free')
            elif name != net.name:
                wrong.append(f'{ref}.{pad} is on {name or "nothing"}, '
                             f'{net.name} drawn')
    design.notes.append(f'{pads} pads')
    return wrong


def board_obeys_rules(design):
    """KiCad's own design rule check finds nothing at all."""
    report = os.path.join(design.build, 'drc.txt')
    *counts, text = boards.drc(design.board, report)
    design.notes.append('{} violations, {} unconnected'.format(*counts))
    return re.findall(r'^\[\w+\]: .*', text, re.M)[:10] if any(counts) else []


# Where amperes flow: pads that must be joined by wide copper, mm.
AMPERES = [(2.0, 'J1.1', 'F1.1'), (2.0, 'F1.2', 'Q1.2'),
           (2.0, 'J2.1', 'F2.1'), (2.0, 'F2.2', 'D5.2'),
           (2.0, 'Q1.3', 'U5.1', 'K1.1', 'D5.1', 'D1.1', 'C2.1'),
           (2.0, 'K1.4', 'J5.1'), (1.8, 'U5.2', 'L1.1', 'D3.1'),
           (1.8, 'L1.2', 'C3.1', 'JP1.1'), (1.4, 'JP1.2', 'C9.1', 'U1.1'),
           (1.4, 'U1.6', 'C1.1', 'J4.1')]
CLOSE = [('C10', '1', 'U1', '1', 6), ('C11', '1', 'U1', '6', 6),
         ('C8', '1', 'U5', '1', 8), ('C15', '1', 'U2', '2', 8),
         ('C13', '1', 'A1', '27', 10), ('C14', '1', 'A1', '18', 8),
         ('C2', '1', 'U5', '1', 15), ('D3', '1', 'U5', '2', 15),
         ('C4', '1', 'A1', '19', 8), ('C5', '1', 'A1', '20', 12),
         ('C6', '1', 'A1', '21', 15), ('U3', '4', 'J4', '2', 18)]


def copper_fits_the_current(design):
    """Ampere paths are wide from pad to pad; capacitors sit by their chips;
    connectors reach the edge."""
    wrong = []
    for width, *pads in AMPERES:
        groups = boards.wide_groups(design.board, width)
        home = next(g for g in groups if pads[0] in g)
        wrong += [f'{pads[0]} to {pad}: no path {width} mm wide'
                  for pad in pads[1:] if pad not in home]
    for a, pin_a, b, pin_b, most in CLOSE:
        (x1, y1), (x2, y2) = (boards.pad_place(design.board, a, pin_a),
                              boards.pad_place(design.board, b, pin_b))
        away = ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5
        if away > most:
            wrong.append(f'{a} is {away:.1f} mm from {b}.{pin_b}, '
                         f'{most} at most')
    design.notes.append('{:.0f} x {:.0f} mm'.format(
        *boards.outline(design.board)))
    return wrong


def box_fits_the_board(design):
    """box.scad starts from the board's true outline and holes."""
    with open(design.path('box.scad'), encoding='utf-8') as file:
        text = file.read()

    def vector(name):
        match = re.search(name + r'\s*=\s*(\[[^;]*\]);', text)
        if not match:
            raise ValueError(f'box.scad does not set {name}')
        return [float(v) for v in re.findall(r'-?[\d.]+', match[1])]

    size, spots = vector('board'), vector('holes')
    wrong = []
    if [round(v, 1) for v in boards.outline(design.board)] != size:
        wrong.append(f'box.scad: board is {size}')
    pairs = sorted(zip(spots[::2], spots[1::2]))
    if [(round(x, 1), round(y, 1)) for x, y in
            boards.holes(design.board)] != pairs:
        wrong.append(f'box.scad: holes are at {pairs}')
    return wrong


# --- the parts list ---------------------------------------------------------

def bom_is_complete(design):
    """Each part drawn is in bom.csv once, with its value and its price; sums
    and quantities are right; the board has the same parts."""
    drawn = {ref: part for ref, part in design.sheet.parts.items()
             if part.in_bom}
    wrong, seen, total, pieces = [], set(), 0, 0
    *rows, last = design.bom
    for row in rows:
        refs = [] if row['ref'] == '-' else row['ref'].split()
        quantity, price = int(row['quantity']), float(row['price_usd'])
        total, pieces = total + quantity * price, pieces + quantity
        if refs and len(refs) != quantity:
            wrong.append(f'{row["ref"]}: quantity is {quantity}')
        wrong += [f'{row["ref"]}: no {column}' for column in
                  ('value', 'maker', 'part', 'second_source', 'use')
                  if not row[column]]
        for ref in refs:
            if ref in seen:
                wrong.append(f'{ref} is listed twice')
            seen.add(ref)
            if ref not in drawn:
                wrong.append(f'{ref} is in bom.csv only')
            elif drawn[ref].value != row['value']:
                wrong.append(f'{ref} is {row["value"]} in bom.csv, '
                             f'{drawn[ref].value} drawn')
            elif drawn[ref].fields.get('MPN') != row['part']:
                wrong.append(f'{ref}: part {row["part"]!r} in bom.csv, '
                             f'{drawn[ref].fields.get("MPN")!r} drawn')
    wrong += [f'{ref} is not in bom.csv' for ref in sorted(drawn.keys() - seen)]
    on_board = boards.footprints(design.board)
    wrong += [f'{ref} of bom.csv is not on the board'
              for ref in sorted(seen - on_board.keys())]
    if last['ref'] != 'SUM' or int(last['quantity']) != pieces \
            or abs(float(last['price_usd']) - total) > 0.005:
        wrong.append(f'the sum should be {pieces} pieces, {total:.2f} USD')
    design.notes.append(f'{pieces} pieces, about {total:.0f} USD')
    return wrong


# What carries the dongle's bursts or the whole board. The word after which a
# second source says what will not do.
CARRIES_2_A = ['U1', 'U5', 'L1', 'D3 D5', 'J2', 'jumper']
NOT_THIS = '. Not '


def bom_names_makers(design):
    """Each line has a number to order by, not a description; what stands in
    for a part of the ampere path carries 2 A as well."""
    wrong, rows = [], design.bom[:-1]
    for row in rows:
        name = row['ref'] if row['ref'] != '-' else row['value']
        wrong += [f'{name}: {part!r} is no maker\'s number'
                  for part in row['part'].split(' ')
                  if not re.fullmatch(r'[A-Za-z0-9][\w.,/#-]*', part)
                  or not (re.search(r'\d', part) or '.' in part)]
        if name not in CARRIES_2_A:
            continue
        said = re.findall(r'([\d.]+) A\b', row['second_source']
                          .split(NOT_THIS)[0])
        if not said or min(map(float, said)) < 2:
            wrong.append(f'{name}: the second source must say that it carries '
                         f'2 A: {row["second_source"]!r}')
    wrong += [f'{name} is not in bom.csv' for name in CARRIES_2_A
              if name not in [r[key] for r in rows for key in ('ref', 'value')]]
    design.notes.append(f'{len(rows)} lines')
    return wrong


# --- benches and outputs ----------------------------------------------------

def bench(design, name):
    """Runs one ngspice bench; its exit code is the verdict."""
    if not shutil.which('ngspice'):
        return ['ngspice is not installed']
    done = subprocess.run(['ngspice', '-b', name], text=True, timeout=120,
                          cwd=design.path('spice'), capture_output=True,
                          check=False)
    said = re.findall(r'^(?!Circuit:)"?([^=\n]*\d[^=\n]* (?:V|A|W|s|ms|V\)|'
                      r'short|byte takes 3.4 ms|5 ms))$', done.stdout, re.M)
    design.notes += said[-1:]
    if done.returncode:
        return [f'{name} ends with {done.returncode}'] + said[-1:]
    # ngspice ends with 0 where a figure is missing that an `if` asks for
    return [] if said and 'aborted' not in done.stdout + done.stderr \
        else [f'{name} gives no figure']


def revision_2_is_tried(design):
    """Each change of the list has its bench, which says what it changes."""
    folder = design.path('spice')
    tried = set()
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), encoding='utf-8') as file:
            if re.search(r'^\* revision 2: \w', file.read(), re.M):
                tried.add(name)
    with open(design.path('revision-2.md'), encoding='utf-8') as file:
        rows = [row for row in file.read().splitlines()
                if row.startswith('| ') and '.cir`' in row]
    listed = {name for row in rows for name in re.findall(r'`(\w+\.cir)`', row)}
    design.notes.append(f'{len(rows)} changes')
    return ([f'{name} tries a change that is not listed'
             for name in sorted(tried - listed)]
            + [f'{name} tries no change' for name in sorted(listed - tried)])


def outputs_are_made(design):
    """Gerbers, drill files and pictures come out, and are not empty."""
    out = os.path.join(design.build, 'out')
    shutil.rmtree(out, ignore_errors=True)
    tool = design.path(os.path.join('tools', 'outputs.py'))
    done = subprocess.run([tool, design.folder, out], capture_output=True,
                          text=True, timeout=120, check=False)
    if done.returncode:
        return ['outputs.py failed: ' + done.stderr.strip()[-300:]]
    base = 'notehome-board'
    gerber = [f'gerber/{base}-{layer}.gbr' for layer in
              ('F_Cu', 'B_Cu', 'F_Mask', 'B_Mask', 'F_Silkscreen',
               'B_Silkscreen', 'F_Paste', 'Edge_Cuts')]
    wrong = []
    for name in gerber:
        wrong += missing(out, name, 'M02*')
    wrong += missing(out, f'gerber/{base}-PTH.drl', 'M30')
    wrong += missing(out, f'gerber/{base}-NPTH.drl', 'M30')
    for view in ('front', 'back', 'assembly', 'schematic'):
        wrong += missing(out, f'{base}-{view}.svg', '</svg>')
        wrong += missing(out, f'{base}-{view}.pdf', '%%EOF')
    wrong += missing(out, base + '-gerber.zip', '')
    return wrong


def missing(folder, name, ending):
    """Says what is wrong with a file that should end in a given mark."""
    try:
        with open(os.path.join(folder, name), 'rb') as file:
            data = file.read()
    except OSError:
        return [f'{name} was not made']
    if len(data) < 300 or not data.rstrip().endswith(ending.encode()):
        return [f'{name} is cut short']
    return []


CHECKS = [schematic_is_whole, parts_are_orderable, pin_table_is_sound,
          pins_are_wired, firmware_agrees, circuit_keeps_its_promises,
          board_equals_schematic, board_obeys_rules, copper_fits_the_current,
          box_fits_the_board, bom_is_complete, bom_names_makers,
          outputs_are_made, revision_2_is_tried]
