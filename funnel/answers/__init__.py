"""One module a screen: asks the store, calls the maths, returns one frozen result."""
