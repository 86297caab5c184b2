"""faults.py - the mistakes that each check must find.

A Fault rewrites one file of a copy and names the check that must object, and
a word its objection must hold, so that it objects for the right reason.
"""
import os
import re

import checks
import release_checks

SCH = 'notehome-board.kicad_sch'
PCB = 'notehome-board.kicad_pcb'


class NotPlanted(Exception):
    """The text to be spoilt is not there: the fault itself is out of date."""


class Fault:
    def __init__(self, name, check, word, file, pattern, new, more=()):
        self.name, self.check, self.word = name, check, word
        self.file, self.pattern, self.new = file, pattern, new
        self.more = more

    def plant(self, folder, pins_h):
        path = pins_h if self.file == 'pins.h' \
            else os.path.join(folder, self.file)
        if self.new is None:
            os.remove(path)
            return
        with open(path, encoding='utf-8') as file:
            text = file.read()
        spoilt, count = re.subn(self.pattern, self.new, text, count=1,
                                flags=re.S | re.M)
        if not count or spoilt == text:
            raise NotPlanted(f'{self.file}: {self.pattern} does not occur')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(spoilt)


def near(name, field, value):
    """The pattern of a field's value within the symbol whose Reference is
    name; keep what is before it as group 1."""
    return (r'(\(property "Reference" "' + name + r'" (?:(?!\(symbol ).)*?'
            r'\(property "' + field + r'" )"' + value + '"')


def on_other_net(ref, number, net):
    """A rewriter: puts one pad of the board on another net."""
    def rewrite(match):
        text = match[0]
        code = re.search(r'\(net (\d+) "' + re.escape(net) + r'"\)', text)[1]
        return re.sub(r'(\(fp_text reference "' + ref + r'" (?:(?!\(footprint '
                      r').)*?\(pad "' + number + r'" (?:(?!\(pad ).)*?\(net )'
                      r'\d+ "[^"]*"', rf'\g<1>{code} "{net}"', text, count=1,
                      flags=re.S)
    return rewrite


def tracks(net, change):
    """A rewriter: change(line) for each track of one net of the board."""
    def rewrite(match):
        text = match[0]
        code = re.search(r'\(net (\d+) "' + re.escape(net) + r'"\)', text)[1]
        return re.sub(rf'\n  \(segment [^\n]*\(net {code}\)[^\n]*',
                      lambda m: change(m[0]), text)
    return rewrite


WHOLE = r'\A.*\Z'


FAULTS = [
    ('a label is misspelt', checks.schematic_is_whole, 'one pin', SCH,
     r'\(global_label "LED_POWER"', '(global_label "LED_PWOER"'),
    ('two names on one net', checks.schematic_is_whole, 'several names', SCH,
     r'\(label "BAT_IN"(.*?)\n  \)\n',
     r'(label "BAT_IN"\1\n  )\n  (label "OTHER"\1\n  )\n'),
    ('a wire ends in the air', checks.schematic_is_whole, 'ends on nothing',
     SCH, r'\n  \(wire ', '\n  (wire (pts (xy 20.32 99.06) (xy 25.4 99.06))\n'
     '    (stroke (width 0) (type default) (color 0 0 0 0))\n    (uuid '
     '6f1c6c1e-0000-4e58-9a5e-0f6b6f7e1a10)\n  )\n  (wire '),
    ('a drawn line that KiCad cannot read', checks.schematic_is_whole,
     'two points', SCH, r'\(polyline \(pts (\(xy [^)]*\))',
     r'(polyline (pts \1 \1'),
    ('two parts with one name', checks.schematic_is_whole, 'two parts', SCH,
     r'\(property "Reference" "R12"', '(property "Reference" "R13"'),
    ('a junction is lost', checks.schematic_is_whole, 'ends on', SCH,
     r'\n  \(junction \(at 52\.07 35\.56\).*?\n  \)\n', '\n'),
    ('a part nobody can order', checks.parts_are_orderable, 'R9', SCH,
     near('R9', 'MPN', '[^"]*'), r'\1""'),
    ('a part without a footprint', checks.parts_are_orderable, 'C8', SCH,
     near('C8', 'Footprint', '[^"]*'), r'\1""'),
    ('a pin on the wrong port', checks.pin_table_is_sound, 'D5', 'pins.csv',
     '^D5,PD5', 'D5,PD6'),
    ('a pin of the table is missing', checks.pin_table_is_sound, 'A6',
     'pins.csv', '^A6,[^\n]*\n', ''),
    ('two pins swapped in the table', checks.pins_are_wired, 'D3', 'pins.csv',
     '^(D3,PD3,out),MODEM_EN(.*?D4,PD4,out),HOST_RST',
     r'\1,HOST_RST\2,MODEM_EN'),
    ('the dongle\'s enable pulled down', checks.pins_are_wired, 'MODEM_EN',
     'pins.csv', '(MODEM_EN,[^\n]*),10k up', r'\1,10k down'),
    ('the relay\'s pull-down of another size', checks.pins_are_wired,
     'HOST_CUT', SCH, near('R20', 'Value', '100k'), r'\1"1k"'),
    ('firmware and table disagree', checks.firmware_agrees, 'BUZZER',
     'pins.h', r'X\(BUZZER, B, 1\)', 'X(BUZZER, B, 3)'),
    ('firmware knows a pin that is not there', checks.firmware_agrees,
     'pins.h only', 'pins.h', r'X\(SCL, C, 5\)',
     'X(SCL, C, 5) X(SIREN, D, 1)'),
    ('firmware header missing', checks.firmware_agrees, 'FileNotFound',
     'pins.h', '', None),
    ('the relay\'s other contact', checks.circuit_keeps_its_promises,
     'rests with the host fed', SCH,
     r'(\(symbol "SANYOU_SRD_Form_C_1_1".*?\(number )"3"(.*?\(number )"4"',
     r'\1"4"\2"3"'),
    ('D+ does not reach the dongle', checks.circuit_keeps_its_promises,
     'J3.3', SCH, r'\(global_label "USB_DP"', '(global_label "USB_DX"'),
    ('a pad on the wrong net', checks.board_equals_schematic, 'R7.2', PCB,
     WHOLE, on_other_net('R7', '2', 'VREF')),
    ('another value on the board', checks.board_equals_schematic, 'R9', PCB,
     r'\(fp_text value "12k 1%"', '(fp_text value "15k 1%"'),
    ('another footprint on the board', checks.board_equals_schematic, 'OK1',
     PCB, r'\(footprint "Package_DIP:DIP-4_W7.62mm_LongPads"',
     '(footprint "Package_DIP:DIP-4_W7.62mm"'),
    ('a part missing on the board', checks.board_equals_schematic, 'TP5', PCB,
     r'\(fp_text reference "TP5"', '(fp_text reference "TP55"'),
    ('no board at all', checks.board_equals_schematic, 'missing', PCB, '',
     None),
    ('a track too thin for its rule', checks.board_obeys_rules, 'track_width',
     PCB, r'(\(segment [^\n]*\(width )2\.4\)', r'\g<1>0.3)'),
    ('a track across another net', checks.board_obeys_rules, 'clearance', PCB,
     r'\n  \(segment \(start [^\n]*\(layer "F\.Cu"\) \(net \d+\)',
     '\n  (segment (start 60 60) (end 150 60) (width 0.4) (layer "F.Cu") '
     '(net 1)'),
    ('a connection missing', checks.board_obeys_rules, 'unconnected', PCB,
     WHOLE, tracks('LED_POWER', lambda line: '')),
    ('an ampere path on a thin track', checks.copper_fits_the_current, 'J1.1',
     PCB, WHOLE, tracks('/BAT_IN', lambda line: re.sub(
         r'\(width [\d.]+\)', '(width 1.2)', line))),
    ('a capacitor far from its chip', checks.copper_fits_the_current, 'C10',
     PCB, r'(\(footprint "Capacitor_THT:C_Disc[^\n]*\n[^\n]*\n    '
     r'\(at )137\.5 115\.5', r'\g<1>60 115.5'),
    ('a box for another board', checks.box_fits_the_board, 'board',
     'box.scad', r'board\s*=\s*\[130', 'board = [120'),
    ('a part missing in the parts list', checks.bom_is_complete,
     'U4 is not in bom.csv', 'bom.csv', '^U4,[^\n]*\n', ''),
    ('another value in the parts list', checks.bom_is_complete, 'R9',
     'bom.csv', '^R9,1,12k 1%', 'R9,1,15k 1%'),
    ('a sum that does not add up', checks.bom_is_complete, 'sum', 'bom.csv',
     r'^(U1,1,[^\n]*),0\.60,', r'\1,6.00,'),
    ('a description in place of a number', checks.bom_names_makers, 'LED2',
     'bom.csv', 'WP7113LYD', 'LED yellow, 5 mm'),
    ('a second source for less than 2 A', checks.bom_names_makers, 'U1: the',
     'bom.csv', r'TI TPS25221DBVR \(2 A', 'TI TPS2553DBVR (1.5 A'),
    ('a tool that cannot run', checks.outputs_are_made, 'failed',
     'tools/outputs.py', 'import pcbnew', 'import pcbnew_of_old'),
    ('a change for revision 2 that nobody tried', checks.revision_2_is_tried,
     'cold.cir', 'spice/cold.cir', r'^\* revision 2: ', '* '),
    ('a bench that gives up', checks.bench, 'discharge.cir gives no figure',
     'spice/discharge.cir', r'^\.tran .*?\nquit 1\n',
     '.tran 1m 2\n.control\nquit 0\n', ('discharge.cir',)),
    ('a picture missing', release_checks.files_are_of_their_kind, 'wiring.png',
     'release/wiring.png', '', None),
    ('a firmware cut off', release_checks.files_are_of_their_kind, 'cut off',
     'release/notehome-board.hex', r':00000001FF\s*', ''),
    ('a file changed after its sum', release_checks.files_are_of_their_kind,
     'another sum', 'release/bring-up.md', '12.0 V', '24.0 V'),
    ('a page that loads from elsewhere', release_checks.pages_need_no_network,
     'wants', 'release/placement.html', '<script>',
     '<script src="https://example.org/a.js">'),
    ('a page that leads nowhere', release_checks.pages_need_no_network,
     'not there', 'release/index.html', 'isp.pdf', 'usp.pdf'),
    ('a mesh with a hole', release_checks.box_can_be_printed, 'open edges',
     'release/box-lid.stl', r'  facet normal.*?endfacet\n', ''),
    ('a light under the lid', release_checks.box_can_be_printed, 'LED',
     PCB, r'(\(footprint "LED_THT:LED_D5\.0mm"[^\n]*\n[^\n]*\n    \(at )'
     r'([\d.]+) ', r'\g<1>92 '),
    ('a part missing on the placement', release_checks.each_part_has_its_place,
     'R9 is not on', 'release/placement.html', 'data-ref="R9"',
     'data-ref="R99"'),
    ('a connector without a number',
     release_checks.each_connector_has_its_number, 'J6 has no number',
     'connectors.csv', '^7,J6,[^\n]*\n', ''),
    ('a voltage at another point',
     release_checks.voltages_are_those_of_the_guide, 'TP5 is not on',
     'expected.csv', 'TP5,VREF', 'TP5,+5V'),
    ('a voltage that the guide does not know',
     release_checks.voltages_are_those_of_the_guide, 'bring-up.md',
     'expected.csv', '2.48 to 2.52', '2.40 to 2.60'),
    ('a wire of the kitchen table that nobody draws',
     release_checks.kitchen_wires_are_those_of_the_firmware, 'A6 has no wire',
     'kitchen.csv', '^6,A6,[^\n]*\n', ''),
    ('a warning lost', release_checks.warnings_stand_where_they_belong, 'J5',
     'README.md', r'^(\| J5 [^\n]*)14\.6 V', r'\g<1>12 V'),
]


def bench_fault(folder, name):
    """Each bench carries its own fault, as a sed command in its head."""
    with open(os.path.join(folder, 'spice', name), encoding='utf-8') as file:
        text = file.read()
    match = re.search(r'^\* planted fault: s/(.*)/(.*)/$', text, re.M)
    if not match:
        raise NotPlanted(f'{name} names no fault')
    old = match[1] if match[1].startswith('^') else re.escape(match[1])
    # the head line itself holds the text too: change what follows it
    return Fault(f'{name}: {match[1]}', checks.bench, 'ends with',
                 os.path.join('spice', name),
                 r'(planted fault: [^\n]*\n.*?)(?:' + old + ')',
                 lambda m: m[1] + match[2], (name,))


def all_faults(folder, benches):
    return ([Fault(*fault) for fault in FAULTS]
            + [bench_fault(folder, name) for name in benches])
