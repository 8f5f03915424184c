// The tests of Metadata are being written.
