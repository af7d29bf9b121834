"""Engines for shops that outgrow one machine: sql/facts on Spark or ClickHouse, over the same parts."""
