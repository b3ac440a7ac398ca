"""An open warehouse for Norwegian municipal management data."""
