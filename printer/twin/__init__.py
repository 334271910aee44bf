"""The parts of the simulated printer, written from the protocol tables and not from the encoder."""
