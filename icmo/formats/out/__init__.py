"""What leaves the project for other tools: one file per format, each given a `Material` and asking nothing else.

`codings` chooses by suffix; `shareable` makes a material fit to be given away (labels for names, personal data masked).
All of them write the same bytes for the same project, so that two exports can be compared.
"""
