// The room Geodata is being furnished.
