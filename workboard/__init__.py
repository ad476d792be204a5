"""workboard: a terminal workboard for help-desk technicians. Imports nothing."""

__version__ = "0.1.0"
