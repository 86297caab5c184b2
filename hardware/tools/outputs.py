#!/usr/bin/python3 -B
"""outputs.py HARDWARE_DIR OUT_DIR - gerbers, drill files, pictures and PDFs.

All that a board maker or a reader without KiCad needs; nothing of it is kept
in the repository, because the files carry the time they were made.
"""
import os
import subprocess
import sys
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
# What lies on one page, from the bottom up; the last name is the file's.
PICTURES = [([pcbnew.F_Cu, pcbnew.F_SilkS, pcbnew.Edge_Cuts], 'front'),
            ([pcbnew.B_Cu, pcbnew.B_SilkS, pcbnew.Edge_Cuts], 'back'),
            ([pcbnew.F_Fab, pcbnew.F_Mask, pcbnew.Edge_Cuts], 'assembly')]


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


def pictures(board, folder):
    plot, options = controller(board, folder)
    options.SetDrillMarksType(pcbnew.PCB_PLOT_PARAMS.FULL_DRILL_SHAPE)
    options.SetSubtractMaskFromSilk(False)
    for layers, name in PICTURES:
        for suffix, form in (('svg', pcbnew.PLOT_FORMAT_SVG),
                             ('pdf', pcbnew.PLOT_FORMAT_PDF)):
            plot.SetLayer(layers[0])
            plot.OpenPlotfile(name, form, name)
            plot.SetColorMode(True)
            for layer in layers:
                plot.SetLayer(layer)
                plot.PlotLayer()
            plot.ClosePlot()


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, out = sys.argv[1:]
    folder = os.path.join(out, 'gerber')
    os.makedirs(folder, exist_ok=True)
    board = boards.load(os.path.join(source, NAME + '.kicad_pcb'))
    gerbers(board, folder)
    with zipfile.ZipFile(os.path.join(out, NAME + '-gerber.zip'), 'w',
                         zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(os.listdir(folder)):
            archive.write(os.path.join(folder, name), name)
    pictures(board, out)
    sheet = os.path.join(out, NAME + '-schematic')
    with open(sheet + '.svg', 'w', encoding='utf-8') as file:
        file.write(draw_schematic.draw(schematic.read(
            os.path.join(source, NAME + '.kicad_sch'))))
    subprocess.run(['rsvg-convert', '-f', 'pdf', '-o', sheet + '.pdf',
                    sheet + '.svg'], check=True)


if __name__ == '__main__':
    main()
