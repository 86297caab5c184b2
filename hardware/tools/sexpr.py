"""sexpr.py - KiCad's text format, read into nested lists.

A list stays a list, every atom becomes a str; quoted or not makes no
difference to a reader. parse() raises ValueError on unbalanced text.
"""
import re

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|([()])|([^\s()"]+)')


def parse(text):
    stack = [[]]
    for quoted, paren, bare in _TOKEN.findall(text):
        if paren == '(':
            stack.append([])
        elif paren == ')':
            if len(stack) < 2:
                raise ValueError('one ")" too many')
            done = stack.pop()
            stack[-1].append(done)
        elif bare:
            stack[-1].append(bare)
        else:
            stack[-1].append(re.sub(r'\\(.)', _unescape, quoted))
    if len(stack) != 1 or len(stack[0]) != 1:
        raise ValueError('the text is not one complete list')
    return stack[0][0]


def _unescape(match):
    return '\n' if match.group(1) == 'n' else match.group(1)


def children(node, name):
    """All lists below node that start with name."""
    return [c for c in node if isinstance(c, list) and c and c[0] == name]


def child(node, name):
    """The first such list, or None."""
    found = children(node, name)
    return found[0] if found else None


def numbers(node, name):
    """The numbers of the first list called name: (at 1 2 90) -> [1, 2, 90]."""
    return [float(v) for v in child(node, name)[1:] if not isinstance(v, list)]
