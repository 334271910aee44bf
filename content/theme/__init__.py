"""How everything looks and speaks: tokens, fonts, templates and wording shared by kiosk, screen, phone and admin."""
