#!/usr/bin/python3 -B
"""outputs.py HARDWARE_DIR OUT_DIR - gerbers, drill files, pictures and PDFs.

All that a board maker or a reader without KiCad needs; nothing of it is kept
in the repository, because the files carry the time they were made.
"""
import os
import re
import subprocess
import sys
import tempfile
import zipfile

import pcbnew

import board as boards
import draw_schematic
import schematic

NAME = 'notehome-board'
GERBERS = [('F_Cu', pcbnew.F_Cu), ('B_Cu', pcbnew.B_Cu),
           ('F_Mask', pcbnew.F_Mask), ('B_Mask', pcbnew.B_Mask),
           ('F_Silkscreen', pcbnew.F_SilkS), ('B_Silkscreen', pcbnew.B_SilkS),
           ('F_Paste', pcbnew.F_Paste), ('Edge_Cuts', pcbnew.Edge_Cuts)]
# Views for people: (name, seen from behind, [(layer, colour, opacity)]).
VIEWS = [
    ('front', False, [(pcbnew.F_Cu, '#c83434', 0.55),
                      (pcbnew.F_SilkS, '#000000', 1),
                      (pcbnew.Edge_Cuts, '#000000', 1)]),
    ('back', True, [(pcbnew.B_Cu, '#3434c8', 0.55),
                    (pcbnew.B_SilkS, '#000000', 1),
                    (pcbnew.Edge_Cuts, '#000000', 1)]),
    ('assembly', False, [(pcbnew.F_Mask, '#c8a050', 0.7),
                         (pcbnew.F_SilkS, '#000000', 1),
                         (pcbnew.Edge_Cuts, '#000000', 1)]),
]
MARGIN = 3  # mm around the board


def controller(board, folder):
    plot = pcbnew.PLOT_CONTROLLER(board)
    options = plot.GetPlotOptions()
    options.SetOutputDirectory(os.path.abspath(folder) + '/')
    options.SetPlotFrameRef(False)
    options.SetUseAuxOrigin(False)
    options.SetDrillMarksType(pcbnew.PCB_PLOT_PARAMS.NO_DRILL_SHAPE)
    options.SetUseGerberX2format(True)
    options.SetSubtractMaskFromSilk(True)
    return plot, options


def gerbers(board, folder):
    plot, _ = controller(board, folder)
    for name, layer in GERBERS:
        plot.SetLayer(layer)
        plot.OpenPlotfile(name, pcbnew.PLOT_FORMAT_GERBER, name)
        plot.PlotLayer()
    plot.ClosePlot()
    drill = pcbnew.EXCELLON_WRITER(board)
    drill.SetFormat(True)
    drill.SetOptions(False, False, pcbnew.wxPoint(0, 0), False)
    drill.CreateDrillandMapFilesSet(os.path.abspath(folder) + '/', True,
                                    False)


def layer_drawing(plot, layer, colour):
    """One layer as SVG elements in KiCad's units (1e-6 mm), recoloured."""
    plot.SetLayer(layer)
    plot.OpenPlotfile('layer', pcbnew.PLOT_FORMAT_SVG, 'layer')
    plot.SetColorMode(True)
    plot.PlotLayer()
    name = plot.GetPlotFileName()
    plot.ClosePlot()
    with open(name, encoding='utf-8') as file:
        text = file.read()
    text = text[text.index('</desc>') + 7:text.rindex('</svg>')]
    text = re.sub(r'<text.*?</text>', '', text, flags=re.S)
    return re.sub(r'#(?!FFFFFF)[0-9A-F]{6}', colour, text)


def pictures(board, out):
    """SVG and PDF of each view, twice life size."""
    box = board.GetBoardEdgesBoundingBox()
    edge = pcbnew.FromMM(MARGIN)
    x, y = box.GetX() - edge, box.GetY() - edge
    w, h = box.GetWidth() + 2 * edge, box.GetHeight() + 2 * edge
    with tempfile.TemporaryDirectory() as folder:
        plot, options = controller(board, folder)
        options.SetDrillMarksType(pcbnew.PCB_PLOT_PARAMS.FULL_DRILL_SHAPE)
        options.SetSubtractMaskFromSilk(False)
        for name, behind, layers in VIEWS:
            drawn = ''.join(
                f'<g opacity="{opacity}">'
                f'{layer_drawing(plot, layer, colour)}</g>'
                for layer, colour, opacity in layers)
            flip = f' transform="translate({2 * x + w} 0) scale(-1 1)"' \
                if behind else ''
            picture(os.path.join(out, f'{NAME}-{name}'),
                    '<svg xmlns="http://www.w3.org/2000/svg" '
                    f'width="{w * 2e-6}mm" height="{h * 2e-6}mm" '
                    f'viewBox="{x} {y} {w} {h}"><rect x="{x}" y="{y}" '
                    f'width="{w}" height="{h}" fill="white"/><g{flip}>{drawn}'
                    '</g></svg>\n')


def picture(base, svg):
    """Writes an SVG and makes a PDF of it."""
    with open(base + '.svg', 'w', encoding='utf-8') as file:
        file.write(svg)
    subprocess.run(['rsvg-convert', '-f', 'pdf', '-o', base + '.pdf',
                    base + '.svg'], check=True)


def make(source, out):
    """Everything, into the folder out."""
    folder = os.path.join(out, 'gerber')
    os.makedirs(folder, exist_ok=True)
    board = boards.load(os.path.join(source, NAME + '.kicad_pcb'))
    gerbers(board, folder)
    with zipfile.ZipFile(os.path.join(out, NAME + '-gerber.zip'), 'w',
                         zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(os.listdir(folder)):
            archive.write(os.path.join(folder, name), name)
    pictures(board, out)
    picture(os.path.join(out, NAME + '-schematic'),
            draw_schematic.draw(schematic.read(
                os.path.join(source, NAME + '.kicad_sch'))))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    make(*sys.argv[1:])


if __name__ == '__main__':
    main()
