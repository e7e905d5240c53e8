"""The open interface: JSON for programs, with tokens for integrations. Its addresses begin with /api/; files lie below /data/."""
