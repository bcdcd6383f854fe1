"""A use of hospital beds of round numbers, for ledgers worked by hand."""

from simulator.city.pack.beds import BedUse

USE = BedUse(
    service="hospital",
    ages=(0,),
    rates=(0.1,),
    per_delivery=0.0,
    from_outside=0.0,
    stay=7.3,
    occupancy=0.8,
    ward=30.0,
    season=1.2,
    grade="C",
    stay_interval=(7.3, 7.3),
)
