// box.scad - a printable box for the companion board.
// Sizes in mm. Axes as on the board seen from above, y downwards there and
// upwards here. Print both parts flat side down, 0.2 mm layers, three walls,
// PETG or ABS (a car-warm shelf softens PLA). One part at a time, or all of them:
// part = "body", "lid", "button", "stilts" or "all".

board = [130, 95];                 // as in notehome-board.kicad_pcb
holes = [[4, 4], [4, 91], [126, 4], [126, 91]];

part  = "all";
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

// The panel: a dish in the lid over lights and button, so that the lights reach
// through on their own legs and are seen from the side. Sizes as on the board.
panel  = [[26, 75], [80, 93]];     // its corners
dish   = 4;                        // how deep
lights = [[51.27, 89], [61.27, 89], [71.27, 89]];
light  = 5.6;                      // holes; a 5 mm light with its rim inside
button = [36.25, 85];
push   = 7.3;                      // its key over the board, as B3F-5050 has
rod    = 9;                        // the printed button that reaches it
sound  = [15.8, 80];               // the buzzer: nine small holes
under  = above - dish;             // the panel's inner face over the board
loose  = 1.5;                      // how far the button can slide
guide  = under - push - 2 - loose; // the tube that it slides in
stilt  = under + floor + 0.6 - 8.6;// lights stand out 0.6 mm; each is 8.6 high
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

// The lid is printed face down: mirrored left to right.
module lid_at(spot) { at(board[0] - spot[0], spot[1]) children(); }

module panel_block(less, low, high) {
    lid_at([panel[1][0] - less, panel[1][1] - less]) translate([0, 0, low])
        cube([panel[1][0] - panel[0][0] - 2 * less,
              panel[1][1] - panel[0][1] - 2 * less, high - low]);
}

module lid() {
    difference() {
        union() {
            cube([inner[0] + 2 * wall, inner[1] + 2 * wall, floor]);
            translate([wall + 0.3, wall + 0.3, 0]) difference() {
                cube([inner[0] - 0.6, inner[1] - 0.6, floor + 4]);
                translate([2, 2, -1]) cube([inner[0] - 4.6, inner[1] - 4.6, 99]);
            }
            panel_block(0, 0, floor + dish);
            lid_at(button) cylinder(d = rod + 4, h = floor + dish + guide, $fn = 48);
        }
        panel_block(wall, -1, dish);
        for (o = lights) lid_at(o) translate([0, 0, -1])
            cylinder(d = light, h = 99, $fn = 40);
        lid_at(button) translate([0, 0, -1]) cylinder(d = rod + 0.6, h = 99, $fn = 48);
        for (dx = [-4, 0, 4], dy = [-4, 0, 4])
            lid_at([sound[0] + dx, sound[1] + dy]) translate([0, 0, -1])
                cylinder(d = 2, h = 99, $fn = 24);
        for (x = vents) lid_at([x, 30]) translate([-1, 0, -1])
            cube([2, 22, floor + 2]);
    }
}

// Lies on the key; its rim keeps it from falling out. Stands 2 mm over the
// panel, so 2 mm under the lid's face: nothing that lies on the box presses it.
module button_rod() {
    cylinder(d = rod + 3.5, h = 2, $fn = 48);
    cylinder(d = rod, h = under + floor + 2 - push, $fn = 48);
}

// One bar that holds the three lights at one height, a hole for each leg.
module stilts() {
    difference() {
        cube([lights[2][0] - lights[0][0] + 6, 6, stilt]);
        for (o = lights, leg = [-1.27, 1.27])
            translate([o[0] - lights[0][0] + 3 + leg, 3, -1])
                cylinder(d = 1.5, h = 99, $fn = 16);
    }
}

beside = inner[1] + 2 * wall + 10;
if (part == "body" || part == "all") body();
if (part == "lid") lid();
if (part == "button") button_rod();
if (part == "stilts") stilts();
if (part == "all") translate([0, beside, 0]) {
    lid();
    translate([10, beside, 0]) button_rod();
    translate([30, beside, 0]) stilts();
}
