"""board.py - what the checks and the outputs want from a KiCad board.

Needs pcbnew, which Debian builds for /usr/bin/python3 only.
"""
import os
import re

import pcbnew


def load(path):
    """The board, with its project and rules; ValueError if unreadable."""
    if not os.path.exists(path):
        raise ValueError(f'{path} is missing')
    board = pcbnew.LoadBoard(path)
    if board is None:
        raise ValueError(f'{path} is not a KiCad board')
    return board


def footprints(board):
    """ref -> (value, library name, {pad number: net name}). Pads without a
    net have ''; pads without a number (holes) are left out."""
    found = {}
    for fp in board.GetFootprints():
        pads = {p.GetName(): p.GetNetname() for p in fp.Pads() if p.GetName()}
        name = fp.GetFPID()
        library = f'{name.GetLibNickname()}:{name.GetLibItemName()}'
        found[fp.GetReference()] = (fp.GetValue(), library, pads)
    return found


def pad_place(board, ref, number):
    """Centre of a pad in mm; of the first one where several share a number."""
    pad = board.FindFootprintByReference(ref).FindPadByNumber(number)
    spot = pad.GetPosition()
    return pcbnew.ToMM(spot.x), pcbnew.ToMM(spot.y)


def outline(board):
    """Width and height of the board in mm."""
    box = board.GetBoardEdgesBoundingBox()
    line = pcbnew.FromMM(0.1)
    return (pcbnew.ToMM(box.GetWidth() - line),
            pcbnew.ToMM(box.GetHeight() - line))


def holes(board):
    """Centres of the mounting holes, mm from the board's top left corner."""
    box = board.GetBoardEdgesBoundingBox()
    half = pcbnew.FromMM(0.05)
    x0, y0 = box.GetX() + half, box.GetY() + half
    return sorted((pcbnew.ToMM(f.GetPosition().x - x0),
                   pcbnew.ToMM(f.GetPosition().y - y0))
                  for f in board.GetFootprints()
                  if f.GetReference().startswith('H'))


def wide_groups(board, width):
    """Pads joined by copper at least width mm wide, as a list of sets of
    "REF.PAD". Zones of a supply net count as wide; the ground pour does too."""
    parent = {}

    def root(item):
        parent.setdefault(item, item)
        while parent[item] != item:
            item = parent[item]
        return item

    pads = [(f.GetReference() + '.' + p.GetName(), p)
            for f in board.GetFootprints() for p in f.Pads() if p.GetName()]
    least = pcbnew.FromMM(width) - 1
    for track in board.GetTracks():
        if track.GetClass() != 'PCB_TRACK' or track.GetWidth() < least:
            continue
        layer = track.GetLayer()
        ends = [(e.x, e.y, layer) for e in (track.GetStart(), track.GetEnd())]
        parent[root(ends[0])] = root(ends[1])
        for name, pad in pads:
            if pad.GetNetCode() == track.GetNetCode() and pad.IsOnLayer(layer):
                for end, spot in zip(ends, (track.GetStart(),
                                            track.GetEnd())):
                    if pad.HitTest(spot):
                        parent[root(name)] = root(end)
    for zone in board.Zones():
        if zone.GetIsRuleArea():
            continue
        for name, pad in pads:
            if (pad.GetNetCode() == zone.GetNetCode()
                    and pad.IsOnLayer(zone.GetLayer())
                    and zone.HitTestFilledArea(zone.GetLayer(),
                                               pad.GetPosition())):
                parent[root(name)] = root((zone.GetNetname(),
                                           zone.GetLayer(), id(zone)))
    groups = {}
    for name, _ in pads:
        groups.setdefault(root(name), set()).add(name)
    return list(groups.values())


def drc(board, report):
    """Runs KiCad's design rule check, writes its report to a file and returns
    (violations, unconnected, footprint errors, report text)."""
    pcbnew.WriteDRCReport(board, report, pcbnew.EDA_UNITS_MILLIMETRES, True)
    with open(report, encoding='utf-8') as file:
        text = file.read()
    found = re.findall(r'\*\* Found (\d+) ', text)
    if len(found) != 3:
        raise ValueError('the DRC report has an unknown form')
    return tuple(map(int, found)) + (text,)
