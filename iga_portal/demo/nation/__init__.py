"""A whole nation of made-up content, to compute, rank and measure with.

What the ministry published for 2025 sets its shape: 531 regions, 36,742 innovations, a mean index of 49.43, 108 regions
Sangat Inovatif. The content itself is invented and says so. It has proposals, rows and SPD figures; it has no documents,
verdicts or timelines: a nation to compute with, while the regions of `load_demo` are regions to walk in.
"""
