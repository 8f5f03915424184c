// The tests of MassBalance are being written.
