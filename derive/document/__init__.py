"""From equations to a document in teaching order; no LaTeX here."""
