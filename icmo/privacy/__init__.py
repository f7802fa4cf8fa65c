"""Personal data in transcripts: find it, so that it can be replaced before anything is printed."""
