ui.add_head_html(f"<title>{words}</title>")
