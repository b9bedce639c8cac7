//! Faults with a name: each breaks one thing at one moment and says what must come of it.
