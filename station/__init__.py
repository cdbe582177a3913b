"""The checkpoint station's core: records, journal, batches and the centre, without Qt."""

__version__ = "0.5.0"
