"""The calibration report and the listings of reference classes."""
