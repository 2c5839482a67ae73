"""What the commands of the command line do; `main.py` gives them what they need of storage and of the platforms."""
