"""The touch kiosk of the hall: pages, card reader, slips; everything it shows comes from the edition."""
