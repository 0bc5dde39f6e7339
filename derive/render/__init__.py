"""From equations and documents to LaTeX, text and PDF: the only home of LaTeX."""
