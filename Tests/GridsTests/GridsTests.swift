// The tests of Grids are being written.
