"""Commands of `funnel` that take more than a few lines, and the options they share."""
