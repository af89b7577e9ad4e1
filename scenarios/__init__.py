"""What could be different: steps as pure functions on paths, and a library of YAML files."""
