// The room MassBalance is being furnished.
