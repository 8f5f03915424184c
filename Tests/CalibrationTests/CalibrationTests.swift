// The tests of Calibration are being written.
