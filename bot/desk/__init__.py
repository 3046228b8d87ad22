"""The use cases: receive, decide, run a step, remind, stop. The only room that calls ports."""
