// The room Verification is being furnished.
