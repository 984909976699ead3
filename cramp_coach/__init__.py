"""Cramp Coach: a relief and stretching coach for leg cramps."""

__version__ = "0.1.0"
