// The room Terrain is being furnished.
