// The room Figures is being furnished.
