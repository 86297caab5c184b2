#!/usr/bin/python3 -B
"""release.py HARDWARE_DIR OUT_DIR VERSION FIRMWARE.hex [FILE...] - the folder
that a stranger builds the board from, and a zip of it beside.

All of it is made from the sources; nothing is kept in the repository.
"""
import csv
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

import board as boards
import kitchen
import order
import outputs
import pictures
import placement
import stl
from sheet import GREY, Sheet

DPI = '200'
SHAPES = [('body', -20, 50, 'box-body.stl: as it is. Board in with its USB '
           'side first, M3 x 16 from below, nuts on top'),
          ('lid', -20, 50, 'box-lid.stl: face down, as it is; the dish bridges '
           '18 mm'),
          ('button', 0, 30, 'box-button.stl: rim down; through the lid\'s tube '
           'from inside, it rests on SW1'),
          ('stilts', -20, 40, 'box-stilts.stl: as it is; holds the three lights '
           '22 mm over the board, a hole for each leg')]


def table(source, name):
    with open(os.path.join(source, name), encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file))


def text(source, name):
    with open(os.path.join(source, name), encoding='utf-8') as file:
        return file.read()


def save(out, name, words):
    with open(os.path.join(out, name), 'w', encoding='utf-8') as file:
        file.write(words)


def paper(out, name, svg):
    """One picture as PDF and as PNG."""
    with tempfile.NamedTemporaryFile('w', suffix='.svg',
                                     encoding='utf-8') as file:
        file.write(svg)
        file.flush()
        for kind in ('pdf', 'png'):
            subprocess.run(['rsvg-convert', '-f', kind, '-d', DPI, '-p', DPI,
                            '-o', os.path.join(out, f'{name}.{kind}'),
                            file.name], check=True)


def start_box(source, out):
    """The four parts of the box, at once: each takes seconds."""
    return [subprocess.Popen(
        ['openscad', '-q', '-o', os.path.join(out, f'box-{part}.stl'),
         '-D', f'part="{part}"', os.path.join(source, 'box.scad')])
            for part, *_ in SHAPES]


def box_picture(out):
    sheet = Sheet(210, 0, 'The box: four parts to print')
    sheet.text(10, 22, 'PETG or ABS (PLA softens in a hot room), 0.2 mm layers, '
               'three walls, no supports.', 3.4, GREY)
    sheet.height = 30
    for part, turn, tilt, words in SHAPES:
        drawn, _, high = stl.drawing(
            stl.read(os.path.join(out, f'box-{part}.stl')), turn, tilt)
        sheet.add(f'<g transform="translate(14 {sheet.height})">{drawn}</g>')
        sheet.height = 6 + sheet.block(10, sheet.height + high + 5, words, 190)
    return sheet.svg()


def sums(out):
    """A sum for each file, so that a copy from a stick can be checked."""
    lines = []
    for name in sorted(os.listdir(out)):
        with open(os.path.join(out, name), 'rb') as file:
            lines.append(f'{hashlib.sha256(file.read()).hexdigest()}  {name}\n')
    save(out, 'SHA256SUMS', ''.join(lines))


def make(source, out, version, files):
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(out)
    jobs = start_box(source, out)
    board = boards.load(os.path.join(source, outputs.NAME + '.kicad_pcb'))
    bom, spots = table(source, 'bom.csv'), placement.spots(board)
    with tempfile.TemporaryDirectory() as folder:
        outputs.make(source, folder)
        shutil.copy(os.path.join(folder, outputs.NAME + '-gerber.zip'), out)
        plotted = {name: text(folder, f'{outputs.NAME}-{name}.svg')
                   for name in ('assembly', 'schematic')}
    paper(out, 'schematic', plotted['schematic'])
    paper(out, 'placement', plotted['assembly'])
    size = boards.outline(board)
    paper(out, 'wiring', pictures.wiring(plotted['assembly'], spots, size,
                                         table(source, 'connectors.csv')))
    paper(out, 'voltages', pictures.voltages(plotted['assembly'], spots, size,
                                             table(source, 'expected.csv')))
    paper(out, 'isp', pictures.isp(re.findall(
        '^    (avrdude .*)$', text(source, 'bring-up.md'), re.M)))
    paper(out, 'kitchen', kitchen.kitchen(table(source, 'kitchen.csv')))
    save(out, 'placement.html', placement.page(board, bom))
    save(out, 'order.html', order.order(board, bom, version))
    save(out, 'index.html', order.index(version))
    for name, new in (('bom.csv', 'bom.csv'), ('bring-up.md', 'bring-up.md'),
                      ('revision-2.md', 'revision-2.md'),
                      ('README.md', 'guide.md')):
        shutil.copy(os.path.join(source, name), os.path.join(out, new))
    for file in files:
        folder, name = os.path.split(file)
        if name == 'README.md':  # the guide of another part of the source
            name = os.path.basename(folder) + '.md'
        shutil.copy(file, os.path.join(out, name))
    if any(job.wait() for job in jobs):
        raise SystemExit('openscad failed')
    paper(out, 'box', box_picture(out))
    sums(out)


def pack(out, name):
    """The folder as one zip file beside it."""
    with zipfile.ZipFile(name, 'w', zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(os.listdir(out)):
            archive.write(os.path.join(out, file),
                          os.path.join('notehome-board', file))


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    source, out, version, *files = sys.argv[1:]
    make(source, out, version, files)
    pack(out, f'{out.rstrip("/")}-{version}.zip')


if __name__ == '__main__':
    main()
