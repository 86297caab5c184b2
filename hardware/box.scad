// box.scad - a printable box for the companion board.
// Sizes in mm. Axes as on the board seen from above, y downwards there and
// upwards here. Print both parts flat side down, 0.2 mm layers, three walls,
// PETG or ABS (a car-warm shelf softens PLA). part = "body", "lid" or "both".

board = [130, 95];                 // as in notehome-board.kicad_pcb
holes = [[4, 4], [4, 91], [126, 4], [126, 91]];

part  = "both";
wall  = 2.4;
floor = 2.0;
gap   = 1.6;                       // around the board: the USB sockets stand out 1.5
stand = 6;                         // under the board: solder joints, screws
thick = 1.6;                       // the board itself
above = 32;                        // fuses, choke and Nano on sockets
top   = stand + thick;             // of the board, over the floor
inner = [board[0] + 2 * gap, board[1] + 2 * gap];

// Openings in the walls: [place along the wall, width, from board, height].
left_wall  = [[14.5, 12, -1, 13],  // J1 battery
              [28.5, 12, -1, 13],  // J5 host feed
              [50,   11, -1, 14]]; // J2 adaptor
right_wall = [[56.2, 14, -1, 13],  // J3 to the host
              [78.5, 16, -1, 9],   // J4 dongle
              [36,   22, 1, 6]];   // J6, J8: wires
rear_wall  = [[106.4, 12, 8, 9]];  // the Nano's own USB socket

// Openings in the lid: [x, y, diameter].
lid_holes = [[51.3, 89, 5.4], [61.3, 89, 5.4], [71.3, 89, 5.4],  // lights
             [36.3, 85, 13],                                     // button
             for (dx = [-4, 0, 4], dy = [-4, 0, 4]) [15.8 + dx, 80 + dy, 2]];
vents = [for (i = [0 : 9]) 44 + i * 5];  // slots over the 5 V supply

module at(x, y) { translate([wall + gap + x, wall + gap + board[1] - y]) children(); }

module body() {
    difference() {
        cube([inner[0] + 2 * wall, inner[1] + 2 * wall, floor + top + above]);
        translate([wall, wall, floor]) cube([inner[0], inner[1], 99]);
        for (o = left_wall) translate([-1, 0, floor + top + o[2]])
            at(0, o[0] + o[1] / 2) translate([-wall - gap, 0, 0])
                cube([wall + 2, o[1], o[3]]);
        for (o = right_wall) translate([0, 0, floor + top + o[2]])
            at(board[0], o[0] + o[1] / 2) translate([gap - 1, 0, 0])
                cube([wall + 2, o[1], o[3]]);
        for (o = rear_wall) translate([0, 0, floor + top + o[2]])
            at(o[0] - o[1] / 2, 0) translate([0, gap - 1, 0])
                cube([o[1], wall + 2, o[3]]);
        for (h = holes) at(h[0], h[1]) translate([0, 0, -1])
            cylinder(d = 3.4, h = 99, $fn = 32);
    }
    for (h = holes) at(h[0], h[1]) translate([0, 0, floor]) difference() {
        cylinder(d = 7, h = stand, $fn = 32);
        translate([0, 0, -1]) cylinder(d = 3.4, h = 99, $fn = 32);
    }
}

module lid() {
    difference() {
        union() {
            cube([inner[0] + 2 * wall, inner[1] + 2 * wall, floor]);
            translate([wall + 0.3, wall + 0.3, 0]) difference() {
                cube([inner[0] - 0.6, inner[1] - 0.6, floor + 4]);
                translate([2, 2, -1]) cube([inner[0] - 4.6, inner[1] - 4.6, 99]);
            }
        }
        // the lid is printed face down: mirrored left to right
        for (o = lid_holes) at(board[0] - o[0], o[1]) translate([0, 0, -1])
            cylinder(d = o[2], h = 99, $fn = 40);
        for (x = vents) at(board[0] - x, 30) translate([-1, 0, -1])
            cube([2, 22, floor + 2]);
    }
}

if (part != "lid") body();
if (part != "body") translate([0, inner[1] + 2 * wall + 10, 0]) lid();
