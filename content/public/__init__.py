"""Phone pages: what a QR code on a slip or a screen opens, plain HTML from the edition, no script and no cookie."""
