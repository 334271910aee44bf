ui.html(f"<b>{words}</b>", sanitize=False)
