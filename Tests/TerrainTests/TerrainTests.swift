// The tests of Terrain are being written.
