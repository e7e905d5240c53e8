"""Quality control: samples chosen and drawn, shared out with the region opened, looked at, closed; and what falls with a recall.

The judgements themselves are verdicts (`innovations.domain.verdicts`).
"""
