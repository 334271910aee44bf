ui.run_javascript(f"alert({words})")
