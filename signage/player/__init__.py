"""The page in the hall: plain HTML, CSS and JavaScript, served as they lie here."""
