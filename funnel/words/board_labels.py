"""Labels of the board: roles, columns, where a card came from, kinds of annotation."""

ROLES = {
    "marketing": "marketing",
    "it": "IT",
    "product_team": "product team",
    "sales": "sales",
    "logistics": "logistics",
    "customer_service": "customer service",
    "analyst": "analyst",
    "nobody": "no owner",
}
BOARD = {
    "backlog": "Backlog",
    "in_progress": "In progress",
    "test": "Test",
    "done": "Done",
    "loss": "from a loss",
    "decision": "from a meeting",
    "idea": "idea of the team",
    "import": "from a file",
    "card": "card",
    "release": "release",
    "promotion": "promotion",
    "holiday": "holiday",
    "outage": "outage",
}
