"""REFI-QDA projects and code books (.qdpx, .qdc): read from and written for NVivo, MAXQDA, ATLAS.ti, QualCoder."""
