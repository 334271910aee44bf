ui.add_head_html("<link rel=stylesheet href=/theme/admin.css>")
