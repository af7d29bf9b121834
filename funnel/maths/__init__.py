"""Pure reckoning: values in, values out; no database, no screen."""
