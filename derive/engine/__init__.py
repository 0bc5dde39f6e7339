"""From a problem to its statements, their values and their proof."""
