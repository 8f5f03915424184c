// The room Calibration is being furnished.
