"""Checks of reliability: kill, fill, flip, cut, back up, reorder; each returns figures and what broke."""
