"""The meeting pack: a frozen snapshot as slides, and the slides as HTML, PowerPoint and Excel."""
