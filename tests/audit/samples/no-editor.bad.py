ui.editor(value=words)
