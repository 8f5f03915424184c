// The tests of Learning are being written.
