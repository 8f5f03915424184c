// The tests of Figures are being written.
