"""Reading a plan document: its lines, the quantities in them, and the plan file they make."""
