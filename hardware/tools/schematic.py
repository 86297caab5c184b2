"""schematic.py - reads a one-sheet KiCad 6 schematic: parts, pins and nets.

KiCad 6 can write a netlist only from its window, so the nets are found here
by KiCad's own rules: things connect where end points meet, where a junction
sits, and where a label or power symbol bears the same name. Lengths are mm;
points are rounded to 1/10000 mm, KiCad's own grid.
"""
from collections import defaultdict
from math import cos, radians, sin

import sexpr


class Part:
    """One placed symbol. pins: number -> (x, y); fields: name -> text."""

    def __init__(self, node, library):
        self.node = node
        self.lib_id = sexpr.child(node, 'lib_id')[1]
        self.symbol = library[self.lib_id]
        self.x, self.y, self.angle = sexpr.numbers(node, 'at')
        mirror = sexpr.child(node, 'mirror')
        self.mirror = mirror[1] if mirror else ''
        self.fields = {p[1]: p[2] for p in sexpr.children(node, 'property')}
        self.in_bom = sexpr.child(node, 'in_bom')[1] == 'yes'
        self.uuid = sexpr.child(node, 'uuid')[1]
        self.ref = self.fields['Reference']
        self.value = self.fields['Value']
        self.footprint = self.fields['Footprint']
        self.pins, self.pin_names, self.pin_types = {}, {}, {}
        for unit in sexpr.children(self.symbol, 'symbol'):
            for pin in sexpr.children(unit, 'pin'):
                number = sexpr.child(pin, 'number')[1]
                at = sexpr.numbers(pin, 'at')
                self.pins[number] = self.place(at[0], at[1])
                self.pin_names[number] = sexpr.child(pin, 'name')[1]
                self.pin_types[number] = pin[1]

    @property
    def is_power(self):
        return sexpr.child(self.symbol, 'power') is not None

    def place(self, x, y):
        """From the library's axes (y up) to the sheet's (y down)."""
        turn = radians(self.angle)
        c, s = round(cos(turn)), round(sin(turn))
        x, y = x * c - y * s, -x * s - y * c
        if self.mirror == 'x':
            y = -y
        elif self.mirror == 'y':
            x = -x
        return point(self.x + x, self.y + y)


class Net:
    """names: every name found on it; pins: set of (ref, pin number)."""

    def __init__(self):
        self.names, self.pins, self.no_connect = set(), set(), False

    @property
    def name(self):
        """Global names win over local ones ("/X"), as in KiCad."""
        plain = sorted(n for n in self.names if not n.startswith('/'))
        return (plain or sorted(self.names) or [''])[0]


class Schematic:
    """parts: ref -> Part (power symbols apart); nets: list of Net;
    stubs: points where a wire ends on nothing or on a wire's middle."""

    def __init__(self, text):
        self.tree = sexpr.parse(text)
        if self.tree[0] != 'kicad_sch':
            raise ValueError('not a KiCad schematic')
        library = {s[1]: s for s in
                   sexpr.children(sexpr.child(self.tree, 'lib_symbols'),
                                  'symbol')}
        placed = [Part(n, library) for n in sexpr.children(self.tree, 'symbol')]
        self.power = [p for p in placed if p.is_power]
        self.parts, self.doubles = {}, []
        for part in placed:
            if not part.is_power:
                if part.ref in self.parts:
                    self.doubles.append(part.ref)
                self.parts[part.ref] = part
        self._connect()

    def net_of(self, ref, pin):
        """The Net at a pin, or None."""
        return self._by_pin.get((ref, pin))

    def net(self, name):
        """The Net called name, or None."""
        return next((n for n in self.nets if name in n.names), None)

    def _connect(self):
        wires = [tuple(point(*map(float, xy[1:])) for xy in
                       sexpr.children(sexpr.child(w, 'pts'), 'xy'))
                 for w in sexpr.children(self.tree, 'wire')]
        joints = [at(n) for n in sexpr.children(self.tree, 'junction')]
        named = [(at(n), n[1]) for n in sexpr.children(self.tree,
                                                       'global_label')]
        named += [(at(n), '/' + n[1]) for n in sexpr.children(self.tree,
                                                              'label')]
        groups = Groups()
        for a, b in wires:
            groups.join(a, b)
        for spot in joints + [p for p, _ in named]:
            for wire in wires:
                if on_wire(spot, *wire):
                    groups.join(spot, wire[0])
        for symbol in self.power:
            if symbol.lib_id != 'power:PWR_FLAG':
                named += [(p, symbol.value) for p in symbol.pins.values()]
        first = {}
        for spot, name in named:
            groups.join(spot, first.setdefault(name, spot))

        nets = defaultdict(Net)
        for spot, name in named:
            nets[groups.root(spot)].names.add(name)
        self._by_pin = {}
        ends = set()
        for part in self.parts.values():
            for number, spot in part.pins.items():
                net = nets[groups.root(spot)]
                net.pins.add((part.ref, number))
                self._by_pin[part.ref, number] = net
                ends.add(spot)
        for node in sexpr.children(self.tree, 'no_connect'):
            nets[groups.root(at(node))].no_connect = True
        self.nets = list(nets.values())

        ends.update(p for p, _ in named)
        for symbol in self.power:
            ends.update(symbol.pins.values())
        self.stubs = sorted(
            end for wire in wires for end in wire
            if end not in ends and end not in joints
            and sum(end in other for other in wires) < 2)


class Groups:
    """Points that are one net (union and find)."""

    def __init__(self):
        self._parent = {}

    def root(self, item):
        self._parent.setdefault(item, item)
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, a, b):
        self._parent[self.root(a)] = self.root(b)


def point(x, y):
    return round(x, 4), round(y, 4)


def at(node):
    return point(*sexpr.numbers(node, 'at')[:2])


def on_wire(spot, a, b):
    """True if spot lies on the wire from a to b, ends included."""
    (x, y), (ax, ay), (bx, by) = spot, a, b
    cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
    return (abs(cross) < 1e-6 and min(ax, bx) <= x <= max(ax, bx)
            and min(ay, by) <= y <= max(ay, by))


def read(path):
    with open(path, encoding='utf-8') as file:
        return Schematic(file.read())
