// The tests of Engine are being written.
