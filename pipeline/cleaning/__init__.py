"""The parts of ``pipeline.clean``: each knows one kind of dirt and nothing of the others."""
