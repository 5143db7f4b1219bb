"""The one door to the network: every request of the plugin goes through it."""
