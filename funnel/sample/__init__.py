"""An invented shop with planted faults whose true cost is known, written as exports of any size."""

from funnel.sample.write import SampleShop, write_sample

__all__ = ["SampleShop", "write_sample"]
