"""Grosz as the decimal text of an export."""


def decimal(grosz: int, mark: str = ".") -> str:
    """Amount with two decimals: 123456 is 1234.56."""
    whole, part = divmod(abs(grosz), 100)
    return f"{'-' if grosz < 0 else ''}{whole}{mark}{part:02d}"
