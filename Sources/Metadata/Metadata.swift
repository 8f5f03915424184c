// The room Metadata is being furnished.
