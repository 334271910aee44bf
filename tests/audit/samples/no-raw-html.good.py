ui.html(written("cell.html", words=words), sanitize=False)
