"""release_checks.py - what must be true of the folder that a stranger builds
the board from, and of the tables that its pictures are drawn from.

The folder is made once, by the first check; the others read what is there.
"""
import hashlib
import os
import re
import shutil
import struct
import subprocess
import zipfile

import board as boards
import placement
import stl

PAPERS = ['schematic', 'placement', 'wiring', 'voltages', 'isp', 'box',
          'kitchen']
SHAPES = ['body', 'lid', 'button', 'stilts']
TEXTS = ['index.html', 'order.html', 'placement.html', 'bom.csv', 'guide.md',
         'bring-up.md', 'revision-2.md', 'firmware.md', 'LICENSE',
         'SHA256SUMS']
LAYERS = {'F_Cu.gbr': 'Copper,L1,Top', 'B_Cu.gbr': 'Copper,L2,Bot',
          'F_Mask.gbr': 'Soldermask,Top', 'B_Mask.gbr': 'Soldermask,Bot',
          'F_Silkscreen.gbr': 'Legend,Top', 'B_Silkscreen.gbr': 'Legend,Bot',
          'F_Paste.gbr': 'Paste,Top', 'Edge_Cuts.gbr': 'Profile,NP'}
DRILLS = ['PTH.drl', 'NPTH.drl']
LEAST_PIXELS = 1600  # of a picture's width: small print stays readable
ASKED = ['Layers', 'thickness', 'Finish', 'Pieces', 'Price', 'Days']
# Warnings, each in the row of the guide's wiring table that it belongs to.
WARNED = [('J1', 'PWM'), ('J2', '12.0 V'), ('J5', '14.6 V')]


def release_is_made(design, root):
    """The tool makes the whole folder from the sources and the firmware."""
    tool = design.path(os.path.join('tools', 'release.py'))
    firmware = os.path.join(root, 'build', 'firmware', 'notehome-board.hex')
    if not os.path.exists(firmware):
        return ['no firmware: make firmware-image']
    done = subprocess.run(
        [tool, design.folder, design.release, '0.0.0', firmware,
         os.path.join(root, 'firmware', 'README.md'),
         os.path.join(root, 'LICENSE')], capture_output=True, text=True,
        timeout=300, check=False)
    return ['release.py failed: ' + done.stderr.strip()[-300:]] \
        if done.returncode else []


def content(design, name):
    with open(os.path.join(design.release, name), 'rb') as file:
        return file.read()


def files_are_of_their_kind(design):
    """Each file is there, whole, and what its name says."""
    wrong = []
    for name in [f'{p}.{kind}' for p in PAPERS for kind in ('pdf', 'png')] \
            + [f'box-{part}.stl' for part in SHAPES] \
            + ['notehome-board.hex', 'notehome-board-gerber.zip'] + TEXTS:
        try:
            data = content(design, name)
        except OSError:
            wrong.append(f'{name} was not made')
            continue
        kind = KINDS.get(name.rsplit('.', 1)[-1])
        wrong += [f'{name}: {fault}' for fault in kind(data)] if kind else []
        if len(data) < 300:
            wrong.append(f'{name} is empty')
    if not wrong:
        wrong += sums_agree(design)
        names = os.listdir(design.release)
        design.notes.append(f'{len(names)} files')
    return wrong


def pdf(data):
    if not data.startswith(b'%PDF-') or not data.rstrip().endswith(b'%%EOF'):
        yield 'is no whole PDF'


def png(data):
    if not data.startswith(b'\x89PNG\r\n') or b'IEND' not in data[-12:]:
        yield 'is no whole PNG'
        return
    width, height = struct.unpack('>II', data[16:24])
    if width < LEAST_PIXELS:
        yield f'is {width} x {height} pixels, {LEAST_PIXELS} wide at least'


def intel_hex(data):
    lines = data.decode().split()
    for line in lines:
        if line[0] != ':' or sum(bytes.fromhex(line[1:])) % 256:
            yield f'a line does not add up: {line[:20]}'
    if lines[-1:] != [':00000001FF']:
        yield 'is cut off'


def gerbers(data):
    """A zip with each layer, saying itself which it is."""
    from io import BytesIO
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name, function in LAYERS.items():
            text = archive.read('notehome-board-' + name).decode()
            if f'%TF.FileFunction,{function}' not in text \
                    or not text.rstrip().endswith('M02*'):
                yield f'{name} is not the whole layer {function}'
        for name in DRILLS:
            text = archive.read('notehome-board-' + name).decode()
            if not text.startswith('M48') or 'M30' not in text[-8:]:
                yield f'{name} is no whole drill file'


def html(data):
    if not data.startswith(b'<!DOCTYPE html>') \
            or not data.rstrip().endswith(b'</html>'):
        yield 'is no whole page'


def solid(data):
    if not data.startswith(b'solid'):
        yield 'is no STL'


KINDS = {'pdf': pdf, 'png': png, 'hex': intel_hex, 'zip': gerbers,
         'html': html, 'stl': solid}


def sums_agree(design):
    said = dict(reversed(line.split()) for line in
                content(design, 'SHA256SUMS').decode().splitlines())
    names = set(os.listdir(design.release)) - {'SHA256SUMS'}
    return ([f'{n} has no sum' for n in sorted(names - said.keys())]
            + [f'{n} has another sum' for n in sorted(names & said.keys())
               if hashlib.sha256(content(design, n)).hexdigest() != said[n]])


def pages_need_no_network(design):
    """Pages load nothing from elsewhere; what they lead to is in the folder."""
    wrong = []
    for name in (n for n in TEXTS if n.endswith('.html')):
        text = content(design, name).decode()
        for link in re.findall(r'(?:href|src)="([^"]*)"', text):
            if not os.path.exists(os.path.join(design.release, link)):
                wrong.append(f'{name} leads to {link}, which is not there')
        wrong += [f'{name} wants {url}' for url in
                  re.findall(r'(?<!xmlns=")https?://[^"\s]*', text)]
    text = content(design, 'order.html').decode()
    return wrong + [f'order.html does not say: {word}' for word in ASKED
                    if word not in text]


def box_can_be_printed(design):
    """Closed meshes; lights and button are reached through the lid."""
    shapes, wrong = {}, []
    for part in SHAPES:
        mesh = stl.read(os.path.join(design.release, f'box-{part}.stl'))
        shapes[part] = mesh
        gaps, room = stl.open_edges(mesh), stl.volume(mesh)
        if gaps or room <= 0:
            wrong.append(f'box-{part}.stl: {gaps} open edges, {room:.0f} mm3')
    long, broad, _ = stl.size(shapes['body'])
    if stl.size(shapes['lid'])[:2] != (long, broad):
        wrong.append('the lid is not as large as the body')
    width, height = boards.outline(design.board)
    x0, y0 = (long - width) / 2, (broad - height) / 2
    spots = placement.spots(design.board)

    def free(ref, dx=0.0):  # the lid lies face down: left and right change
        x, y = spots[ref]
        return stl.is_free(shapes['lid'], x0 + width - x + dx, y0 + height - y)

    for ref in ('LED1', 'LED2', 'LED3'):
        if not all(free(ref, dx) for dx in (-2.5, 0, 2.5)):
            wrong.append(f'{ref} does not pass the lid')
    rim = stl.size(shapes['button'])[0] / 2
    stem = max(p[0] for t in shapes['button'] for p in t if p[2] > 10)
    if not free('SW1', stem):
        wrong.append('the printed button does not pass the lid over SW1')
    if free('SW1', rim):
        wrong.append('the printed button falls out of the lid')
    design.notes.append(f'{sum(map(len, shapes.values()))} triangles')
    return wrong


def each_part_has_its_place(design):
    """The page shows each part of the list, and lists each part it shows."""
    text = content(design, 'placement.html').decode()
    shown = set(re.findall(r'data-ref="([^"]*)"', text))
    listed = set(' '.join(re.findall(r'data-line="([^"]*)"', text)).split())
    refs = {ref for row in design.bom[:-1] for ref in row['ref'].split()}
    wrong = [f'{ref} is not on the placement' for ref in
             sorted(refs - shown - {'-'})]
    wrong += [f'{ref} is not in the list of the placement' for ref in
              sorted(refs - listed)]
    design.notes.append(f'{len(refs) - 1} parts')
    return wrong


def each_connector_has_its_number(design):
    """connectors.csv numbers them all, once, without a gap."""
    rows = design.table('connectors.csv')
    want = {ref for ref in design.sheet.parts if re.match(r'J', ref)} | {'A1'}
    have = [row['ref'] for row in rows]
    wrong = [f'{ref} has no number' for ref in sorted(want - set(have))]
    wrong += [f'{ref} is no connector' for ref in sorted(set(have) - want)]
    if [row['number'] for row in rows] != [str(i + 1)
                                           for i in range(len(rows))]:
        wrong.append('the numbers of connectors.csv do not count up')
    return wrong + [f'{row["ref"]} says nothing' for row in rows
                    if not row['wire'] or not row['name']]


def voltages_are_those_of_the_guide(design):
    """Each point is on its net, and bring-up.md expects the same there."""
    with open(design.path('bring-up.md'), encoding='utf-8') as file:
        guide = file.read()
    wrong, rows = [], design.table('expected.csv')
    points = {ref for ref in design.sheet.parts if ref.startswith('TP')}
    wrong += [f'{ref} has no voltage' for ref in
              sorted(points - {row['point'] for row in rows})]
    for row in rows:
        net = design.sheet.net_of(row['point'], '1')
        if net is None or net.name.lstrip('/') != row['net']:
            wrong.append(f'{row["point"]} is not on {row["net"]}')
        line = f'| {row["point"]} {row["net"]} | {row["expect"]} | '
        if row['net'] != 'GND' and line + row['otherwise'] not in guide:
            wrong.append(f'bring-up.md does not expect {row["expect"]} at '
                         f'{row["point"]}')
    return wrong


def kitchen_wires_are_those_of_the_firmware(design):
    """kitchen.csv wires the pins that firmware.md names, and no others."""
    text = content(design, 'firmware.md').decode()
    part = text[text.index('## On a kitchen table'):]
    wanted, quiet = set(), set()
    for pins, to in re.findall(r'^\| ([AD3][^|]*) \| ([^|]*) \|$', part, re.M):
        (quiet if to == 'nothing' else wanted).update(pins.split(', '))
    rows = design.table('kitchen.csv')
    wired = {row['from'] for row in rows}
    return ([f'{pin} has no wire' for pin in sorted(wanted - wired)]
            + [f'{pin} has a wire' for pin in sorted(quiet & wired)]
            + ['firmware.md names no pins'] * (len(wanted) < 8))


def warnings_stand_where_they_belong(design):
    """In the guide's table, beside the connector that can do the harm."""
    with open(design.path('README.md'), encoding='utf-8') as file:
        lines = file.read().splitlines()
    wrong = []
    for ref, word in WARNED:
        row = next((l for l in lines if l.startswith(f'| {ref} ')), '')
        if word not in row:
            wrong.append(f'README.md does not warn of {word} at {ref}')
    return wrong


CHECKS = [files_are_of_their_kind, pages_need_no_network, box_can_be_printed,
          each_part_has_its_place, each_connector_has_its_number,
          voltages_are_those_of_the_guide,
          kitchen_wires_are_those_of_the_firmware,
          warnings_stand_where_they_belong]


def copy_of(release, folder):
    """A copy of the made folder, for a fault to spoil."""
    spoilt = os.path.join(folder, 'release')
    shutil.copytree(release, spoilt)
    return spoilt
