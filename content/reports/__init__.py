"""Papers of the market: what staff print, sign and file, drawn from templates as A4 PDF."""
