"""What Handoff costs on this machine, as ratios to floors measured in the same run."""
