// The room Packaging is being furnished.
