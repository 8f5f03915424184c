// The tests of Statistics are being written.
