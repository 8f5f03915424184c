// The tests of Twin are being written.
