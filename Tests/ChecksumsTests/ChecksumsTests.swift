// The tests of Checksums are being written.
