// The room Stages is being furnished.
