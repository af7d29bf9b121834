"""Keeping a store alive: backup, restore, the doctor, the log, the state of health."""
