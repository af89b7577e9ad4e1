"""The predictive law: a reference class and a short history give calibrated marginals."""
