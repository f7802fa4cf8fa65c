"""File formats, one module each, reading and writing together; `reading` chooses the reader."""
