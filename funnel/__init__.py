"""Click to payment: shows a shop where its orders are lost, from the exports it already has."""
