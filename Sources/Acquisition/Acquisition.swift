// The room Acquisition is being furnished.
