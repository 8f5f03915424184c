// The tests of Acquisition are being written.
