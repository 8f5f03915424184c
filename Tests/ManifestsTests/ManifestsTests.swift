// The tests of Manifests are being written.
