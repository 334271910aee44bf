ui.label(words)
