// box.scad - a printable box for the companion board; see box in README.md.
// Sizes in mm. Print body and lid flat side down, 0.2 mm layers, PETG or ABS.

board = [130, 95];                 // as in notehome-board.kicad_pcb
holes = [[4, 4], [126, 4], [4, 91], [126, 91]];
