"""What happened with a creator: one source of the timeline for each thing that is written down."""
