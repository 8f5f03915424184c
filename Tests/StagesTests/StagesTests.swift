// The tests of Stages are being written.
