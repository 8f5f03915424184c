// The tests of Packaging are being written.
