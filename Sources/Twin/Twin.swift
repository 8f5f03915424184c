// The room Twin is being furnished.
