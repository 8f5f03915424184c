// The tests of Ledger are being written.
