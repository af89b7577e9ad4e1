"""Forecasts in the forms of other tools: Nixtla frames, hubverse model output."""
