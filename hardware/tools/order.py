"""order.py - the two pages of the release folder that are text: where to
start, and what to tell a maker of boards. Figures come from the board.
"""
from html import escape

import pcbnew

import board as boards
import pictures

STYLE = '''<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>
body {{ font: 16px/1.5 sans-serif; max-width: 52em; margin: 1em auto;
  padding: 0 1em; color: #202020; }}
table {{ border-collapse: collapse; }}
td, th {{ border: 1px solid #ccc; padding: 4px 10px; text-align: left;
  vertical-align: top; }}
img {{ max-width: 100%; border: 1px solid #ccc; }}
.warn {{ background: #fff0f0; border-left: 5px solid #c01818;
  padding: 6px 12px; }}
</style></head><body>
'''
END = '</body></html>\n'
# Rough, unquoted, for five boards of this size; freight apart.
PRICE = '10 to 35 USD for five bare boards, freight 8 to 30 USD more (unquoted)'
DAYS = '3 to 7 working days to make, 5 to 25 days of freight; customs apart'


def facts(board):
    """What the board asks of its maker, measured: a dict."""
    tracks = [t.GetWidth() for t in board.GetTracks()
              if t.GetClass() == 'PCB_TRACK']
    drills = [min(p.GetDrillSize().x, p.GetDrillSize().y)
              for f in board.GetFootprints() for p in f.Pads()
              if p.GetDrillSize().x]
    vias = [t for t in board.GetTracks() if t.GetClass() == 'PCB_VIA']
    settings = board.GetDesignSettings()
    width, height = boards.outline(board)
    return {
        'layers': board.GetCopperLayerCount(),
        'width': width, 'height': height,
        'thickness': pcbnew.ToMM(settings.GetBoardThickness()),
        'track': pcbnew.ToMM(min(tracks)),
        'clearance': pcbnew.ToMM(settings.m_MinClearance),
        'drill': pcbnew.ToMM(min(drills + [v.GetDrill() for v in vias])),
        'holes': len(drills) + len(vias)}


def table(rows):
    return '<table>' + ''.join(
        f'<tr><td>{escape(name)}</td><td>{escape(value)}</td></tr>'
        for name, value in rows) + '</table>'


def order(board, bom, version):
    """What to tell a maker of boards, and what the parts come to."""
    f = facts(board)
    sum_ = bom[-1]
    asked = table([
        ('File to upload', 'notehome-board-gerber.zip, as it is'),
        ('Layers', f'{f["layers"]}'),
        ('Size', f'{f["width"]:.0f} x {f["height"]:.0f} mm, one board, no panel'),
        ('Pieces', '5 (the least of most makers; a school needs one)'),
        ('Material, thickness', f'FR-4, {f["thickness"]:.1f} mm'),
        ('Copper', '35 um (1 oz) on both sides. Not less: 3 A flow'),
        ('Finish', 'lead-free HASL; ENIG does as well'),
        ('Solder mask, print', 'green, white: any colour that can be read'),
        ('Narrowest track, gap', f'{f["track"]:.2f} mm, {f["clearance"]:.2f} mm'),
        ('Smallest hole', f'{f["drill"]:.2f} mm; {f["holes"]} holes, all through'),
        ('Impedance, plugged vias, gold fingers', 'none'),
        ('Assembly', 'none; you solder. No stencil'),
        ('Marks of the maker', 'anywhere'),
        ('Price', PRICE), ('Days', DAYS)])
    return (STYLE.format(title='Notehome board: the order')
            + f'<h1>The order</h1><p>Notehome {escape(version)}, board revision '
            '1. Makers of boards ask this, in about these words:</p>' + asked
            + '<p>The parts: <a href="bom.csv">bom.csv</a>, '
            f'{len(bom) - 1} lines, {sum_["quantity"]} pieces, about '
            f'{float(sum_["price_usd"]):.0f} USD for one board (unquoted). Each line has a '
            'maker, a number and what else will do. Order two of U1, U3, D1 and '
            'D2 (small, easily lost) and three of each fuse. <b>Compare shape, '
            'pins and amperes with the dealer\'s page before you pay</b>: nobody '
            'has ordered by these numbers yet.</p>'
            '<p>Tools: soldering iron with a fine tip, solder, tweezers, side '
            'cutter, multimeter, a 12 V supply with a current limit (or a 12 V '
            'lamp of 5 W in series), a programmer: see <a href="isp.pdf">'
            'isp.pdf</a>.</p>' + END)


STEPS = [
    ('Order', 'Board and parts: <a href="order.html">order.html</a>, '
     '<a href="bom.csv">bom.csv</a>, <a href="notehome-board-gerber.zip">'
     'notehome-board-gerber.zip</a>. Print the box meanwhile: '
     '<a href="box.pdf">box.pdf</a> shows its four parts, '
     '<a href="box-body.stl">box-body.stl</a>, <a href="box-lid.stl">'
     'box-lid.stl</a>, <a href="box-button.stl">box-button.stl</a>, '
     '<a href="box-stilts.stl">box-stilts.stl</a>.'),
    ('Write the fuses', 'Once, by a programmer: <a href="isp.pdf">isp.pdf</a>. '
     'High fuse DA? Then the old bootloader first: <a href="firmware.md">'
     'firmware.md</a>.'),
    ('Solder', 'Line by line with <a href="placement.html">placement.html</a> '
     '(it remembers what is done), or on paper: <a href="placement.pdf">'
     'placement.pdf</a>. The lights keep their legs long: through the stilts '
     'first, then through the board. The order and the traps: '
     '<a href="bring-up.md">bring-up.md</a>.'),
    ('First power', 'By stages, with a meter: <a href="voltages.pdf">'
     'voltages.pdf</a>, <a href="bring-up.md">bring-up.md</a>.'),
    ('Firmware', '<a href="notehome-board.hex">notehome-board.hex</a>, with '
     'the Nano in its sockets, over its USB cable: <code>notehome board update '
     'notehome-board.hex</code> on the computer that runs Notehome.'),
    ('Wire', '<a href="wiring.pdf">wiring.pdf</a>: each connector with its '
     'number.'),
    ('Test', '<code>notehome board test</code> presses, switches and measures, '
     'and says pass or what to look at.')]


def index(version):
    """Where a stranger begins."""
    warnings = ''.join(
        f'<p class="warn">{escape(words[0].upper() + words[1:])}</p>'
        for words in (pictures.MAINS, pictures.FEED.split(': ', 1)[1],
                      pictures.ADAPTOR.split(': ', 1)[1],
                      pictures.PWM.split(': ', 1)[1]))
    steps = ''.join(f'<li><b>{name}.</b> {words}</li>' for name, words in STEPS)
    return (STYLE.format(title='Build the Notehome board')
            + f'<h1>Build the Notehome board</h1><p>Notehome {escape(version)}, '
            'board revision 1. It cuts a hung dongle\'s power, restarts a hung '
            'computer, watches battery and mains. Some 24 USD of parts, two '
            'evenings. This folder is all you need; it works without a network.'
            f'</p>{warnings}<ol>{steps}</ol>'
            '<p>Without this board: <a href="kitchen.pdf">kitchen.pdf</a> shows, '
            'step by step, a Nano, a relay module, a clock and a cut cable on a '
            'kitchen table, under 10 USD and nothing small to solder. It cuts the '
            'dongle and the feed, and has no lights, no button, no sense of mains.'
            '</p>'
            '<p><a href="wiring.png"><img src="wiring.png" alt="Wiring of the '
            'whole, each connector with its number; the same in wiring.pdf">'
            '</a></p><p>To read or change the design: <a href="schematic.pdf">'
            'schematic.pdf</a>, <a href="guide.md">guide.md</a>, <a href="'
            'revision-2.md">revision-2.md</a> (what fails in the worst corner, '
            'and how to live with it); the KiCad files '
            'are in Notehome\'s source, folder hardware.</p>' + END)
