"""Click to payment: shows a shop where its orders are lost, from the exports it already has."""

import os

# Losses are many small products of matrices: threads of OpenBLAS would wait for each other as long as they reckon.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
