"""What every app may use: no models, and no knowledge of any app."""
