"""What people write: cards and their history, owners, targets, annotations, saved segments; one relational store."""

from funnel.board.place import Board, board_of

__all__ = ["Board", "board_of"]
