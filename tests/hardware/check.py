#!/usr/bin/python3
"""check.py - proves the files of the companion board, in TAP.

First each check on the real files, then each check again on a copy with a
fault planted in it: a check that lets its fault pass has proved nothing.
"""
import os
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(ROOT, 'hardware', 'tools')]

import checks  # noqa: E402 - the paths come first
import faults  # noqa: E402
import release_checks  # noqa: E402

HARDWARE = os.path.join(ROOT, 'hardware')
PINS_H = os.path.join(ROOT, 'firmware', 'avr', 'pins.h')
BUILD = os.path.join(ROOT, 'build', 'tests', 'hardware')
RELEASE = os.path.join(BUILD, 'release')


class Tap:
    """Counts and prints results."""

    def __init__(self):
        self.count = self.bad = 0

    def result(self, good, name, lines=()):
        self.count += 1
        self.bad += not good
        print(('ok' if good else 'not ok'), self.count, '-', name)
        for line in lines:
            print('#  ', line)

    def end(self):
        print(f'1..{self.count}', flush=True)
        return 1 if self.bad else 0


def attempt(check, design, *more):
    """What is wrong; a check that cannot finish is wrong too."""
    try:
        return check(design, *more)
    except Exception as error:  # noqa: BLE001 - any failure is a finding
        return [f'{type(error).__name__}: {error}']


def benches():
    return sorted(name for name in os.listdir(os.path.join(HARDWARE, 'spice'))
                  if name.endswith('.cir'))


def real(tap):
    design = checks.Design(HARDWARE, PINS_H, BUILD, RELEASE)
    jobs = [(c, ()) for c in checks.CHECKS]
    jobs += [(release_checks.release_is_made, (ROOT,))]
    jobs += [(c, ()) for c in release_checks.CHECKS]
    jobs += [(checks.bench, (name,)) for name in benches()]
    for check, more in jobs:
        design.notes.clear()
        wrong = attempt(check, design, *more)
        words = ' '.join((check.__name__.replace('_', ' '),)
                         + (more if check is checks.bench else ()))
        tap.result(not wrong, words, wrong or design.notes)


def planted(tap):
    """A copy for each fault; only what the fault touches is rewritten."""
    for number, fault in enumerate(faults.all_faults(HARDWARE, benches())):
        folder = os.path.join(BUILD, f'fault-{number}')
        shutil.rmtree(folder, ignore_errors=True)
        copy = os.path.join(folder, 'hardware')
        shutil.copytree(HARDWARE, copy)
        pins_h = shutil.copy(PINS_H, folder)
        spoils = fault.file.startswith('release/')
        design = checks.Design(copy, pins_h, folder, release_checks.copy_of(
            RELEASE, folder) if spoils else RELEASE)
        try:
            fault.plant(folder if spoils else copy, pins_h)
            wrong = attempt(fault.check, design, *fault.more)
        except faults.NotPlanted as error:
            tap.result(False, f'fault: {fault.name}', [str(error)])
            continue
        seen = any(fault.word in line for line in wrong)
        tap.result(seen, f'fault found: {fault.name}', wrong[:1] or
                   [f'{fault.check.__name__} saw nothing'])
        shutil.rmtree(folder)


def main():
    missing = [tool for tool in ('ngspice', 'rsvg-convert', 'openscad')
               if not shutil.which(tool)]
    if missing:
        print('Bail out! not installed:', *missing)
        return 1
    os.makedirs(BUILD, exist_ok=True)
    tap = Tap()
    real(tap)
    planted(tap)
    return tap.end()


if __name__ == '__main__':
    sys.exit(main())
