"""The parts of ``pipeline.clean``, one module a kind of dirt; only ``pipeline.clean`` knows the order they work in."""
