// The tests of Verification are being written.
