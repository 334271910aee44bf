ui.label("x").classes("wrong")
