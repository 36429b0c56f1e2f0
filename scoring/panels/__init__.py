"""Who judges what, when not everybody judges everything: the mathematics, without any row.

A panel is the set of members that judge one group. `share_out` finds panels of equal size, or
says why there are none. They are an optimal min-cost flow: loads as equal as the conflicts allow
and, among those, each member's groups as evenly spread over the regions as possible. Where costs
are equal, chance decides, by a seed that is kept.
"""

from scoring.panels.links import Links, links_of
from scoring.panels.problem import Impossible, Problem
from scoring.panels.solving import cost_of, share_out

__all__ = ["Impossible", "Links", "Problem", "cost_of", "links_of", "share_out"]
