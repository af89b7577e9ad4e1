"""Questions of the past, everyone's answers to them, and how good they were."""
