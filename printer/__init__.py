"""The receipt printer: from a receipt's model to bytes on the wire, and a twin that prints them to a picture."""
