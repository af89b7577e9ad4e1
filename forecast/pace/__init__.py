"""Looking back: pace by seven methods, and how often their labels were right."""
