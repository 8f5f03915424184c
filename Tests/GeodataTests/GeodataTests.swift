// The tests of Geodata are being written.
