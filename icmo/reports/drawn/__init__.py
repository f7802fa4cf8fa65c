"""The figures of reports as drawings: a module per sort makes SVG of marks, `raster` turns the same marks into PNG."""
