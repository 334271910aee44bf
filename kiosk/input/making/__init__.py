"""Makes the data of the input panel out of published packages; `make data`, never at run time."""
