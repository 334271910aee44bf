ui.run_javascript("scrollTo(0, 0)")
