"""The page: a worksheet or an answer key as one HTML file that needs nothing but a browser."""

from derive.render.page.document import page

__all__ = ["page"]
