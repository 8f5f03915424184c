// The room Learning is being furnished.
