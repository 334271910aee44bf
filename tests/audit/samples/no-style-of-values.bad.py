ui.label("x").style(f"color: {words}")
