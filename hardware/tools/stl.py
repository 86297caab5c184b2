"""stl.py - what a printer's mesh must be, and how it looks.

OpenSCAD writes STL as text. A mesh is a list of triangles, each three points
(x, y, z) in mm.
"""
import re
from collections import Counter
from math import cos, radians, sin

VERTEX = re.compile(r'vertex\s+(\S+)\s+(\S+)\s+(\S+)')


def read(path):
    """The triangles; ValueError if the file is cut or is no STL."""
    with open(path, encoding='utf-8') as file:
        text = file.read()
    if not text.startswith('solid') or 'endsolid' not in text[-200:]:
        raise ValueError('no whole STL')
    points = [tuple(map(float, m.groups())) for m in VERTEX.finditer(text)]
    if not points or len(points) % 3:
        raise ValueError('not made of triangles')
    return [tuple(points[i:i + 3]) for i in range(0, len(points), 3)]


def open_edges(mesh):
    """How many edges are not shared by two faces that agree: 0 if closed."""
    edges = Counter()
    for a, b, c in mesh:
        for edge in ((a, b), (b, c), (c, a)):
            edges[edge] += 1
    return sum(1 for (a, b), n in edges.items() if edges[b, a] != n)


def volume(mesh):
    """cubic mm; negative if the faces look inwards."""
    return sum(a[0] * (b[1] * c[2] - b[2] * c[1])
               - a[1] * (b[0] * c[2] - b[2] * c[0])
               + a[2] * (b[0] * c[1] - b[1] * c[0]) for a, b, c in mesh) / 6


def size(mesh):
    """Length, width and height."""
    return tuple(max(p[i] for t in mesh for p in t)
                 - min(p[i] for t in mesh for p in t) for i in range(3))


def is_free(mesh, x, y):
    """True if a plumb line at x, y touches nothing."""
    return not any(_inside(x, y, *triangle) for triangle in mesh)


def _inside(x, y, *corners):
    signs = []
    for (ax, ay, _), (bx, by, _) in zip(corners, corners[1:] + corners[:1]):
        signs.append((bx - ax) * (y - ay) - (by - ay) * (x - ax))
    return (all(s >= 0 for s in signs) or all(s <= 0 for s in signs)) \
        and any(signs)


def _small(triangle, most=18):
    """Cuts a triangle until no side is long: the order of drawing needs it."""
    sides = [(sum((p - q) ** 2 for p, q in zip(triangle[i],
                                               triangle[(i + 1) % 3])), i)
             for i in range(3)]
    longest, i = max(sides)
    if longest <= most ** 2:
        return [triangle]
    a, b, c = (triangle[(i + k) % 3] for k in range(3))
    half = tuple((p + q) / 2 for p, q in zip(a, b))
    return _small((a, half, c), most) + _small((half, b, c), most)


def _light(a, b, c):
    """How bright a face is: the top most, then front, then sides."""
    u = [q - p for p, q in zip(a, b)]
    v = [q - p for p, q in zip(a, c)]
    normal = (u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2],
              u[0] * v[1] - u[1] * v[0])
    length = sum(n * n for n in normal) ** 0.5 or 1
    return (0.55 + 0.45 * max(0, normal[2] / length)
            + 0.2 * abs(normal[1] / length))


def drawing(mesh, turn, tilt, colour=(232, 186, 104)):
    """SVG elements seen from above at an angle, and the room that they take:
    (text, width, height). The farthest face is drawn first."""
    c, s = cos(radians(turn)), sin(radians(turn))
    ct, st = cos(radians(tilt)), sin(radians(tilt))
    faces = []
    for triangle in (small for t in mesh for small in _small(t)):
        flat = []
        for x, y, z in triangle:
            u, v = x * c - y * s, x * s + y * c
            flat.append((u, -(v * st + z * ct), z * st - v * ct))
        (ax, ay, az), (bx, by, bz), (cx, cy, cz) = flat
        if (bx - ax) * (cy - ay) < (by - ay) * (cx - ax):  # looks at us
            faces.append(((az + bz + cz) / 3, min(1, _light(*triangle)),
                          [(x, y) for x, y, _ in flat]))
    faces.sort(key=lambda face: face[0])
    spots = [p for _, _, flat in faces for p in flat]
    left, top = min(p[0] for p in spots), min(p[1] for p in spots)
    parts = []
    for _, light, flat in faces:
        ink = '#' + ''.join(f'{int(v * light):02x}' for v in colour)
        path = ' '.join(f'{x - left:.2f},{y - top:.2f}' for x, y in flat)
        parts.append(f'<polygon points="{path}" fill="{ink}" stroke="{ink}" '
                     'stroke-width="0.15"/>')
    return ('\n'.join(parts), max(p[0] for p in spots) - left,
            max(p[1] for p in spots) - top)
