"""Drawing samples: deterministic by seed and population, by every rule, and never taking away what was begun."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovations.domain.quality.balancing import Bundle, balance
from innovations.domain.quality.choosing import Candidate, Rule, Settings, draw

PEOPLE = [
    # Region 11: claims 100, 90, 90, 10; the desk took 5 off the second and 40 off the fourth.
    Candidate(11, 1, "a", 100, 100),
    Candidate(11, 2, "b", 90, 85),
    Candidate(11, 3, "c", 90, 90),
    Candidate(11, 4, "d", 50, 10),
    # Region 12: the desk changed nothing.
    Candidate(12, 5, "e", 70, 70),
    Candidate(12, 6, "f", 30, 30),
]


def test_each_rule_takes_what_it_says() -> None:
    found = draw(PEOPLE, settings=Settings(share=0, claims=1, difference=2, random=0), seed="x").chosen
    # Highest claim of each region: 1 and 5. Largest differences: 4 (40) and 2 (5); region 12 has none.
    assert found == {1: (Rule.CLAIMS,), 5: (Rule.CLAIMS,), 4: (Rule.DIFFERENCE,), 2: (Rule.DIFFERENCE,)}
    # 30 percent of 4 is 1.2, rounded up 2; of 2 it is 0.6, rounded up 1.
    share = draw(PEOPLE, settings=Settings(share=30, claims=0, difference=0, random=0), seed="x")
    regions = [entry.region_id for entry in PEOPLE if entry.innovation_id in share.chosen]
    assert (regions.count(11), regions.count(12)) == (2, 1)
    assert draw(PEOPLE, settings=Settings(0, 0, 0, 4), seed="x").count(Rule.RANDOM) == 4


@given(st.permutations(PEOPLE), st.text(min_size=1, max_size=20))
def test_same_seed_and_population_choose_the_same_in_any_order(order: list[Candidate], seed: str) -> None:
    settings = Settings(50, 1, 1, 2)
    assert draw(order, settings=settings, seed=seed) == draw(PEOPLE, settings=settings, seed=seed)


def test_another_seed_chooses_others_and_another_population_has_another_hash() -> None:
    many = [Candidate(11, number, f"{number:03d}", 0, 0) for number in range(200)]
    settings = Settings(0, 0, 0, 20)
    one, two = draw(many, settings=settings, seed="satu"), draw(many, settings=settings, seed="dua")
    assert set(one.chosen) != set(two.chosen)
    assert one.population_hash == two.population_hash
    assert draw(many[1:], settings=settings, seed="satu").population_hash != one.population_hash
    # Who joins later moves nobody else: of the twenty at most the last makes room.
    more = draw([*many, Candidate(11, 999, "999", 0, 0)], settings=settings, seed="satu")
    assert len(set(one.chosen) - set(more.chosen)) <= 1
    with pytest.raises(ValueError, match="seed"):
        draw(many, settings=settings, seed="")


def test_the_draw_is_the_one_that_was_kept() -> None:
    """A drawing of years ago is repeated from its seed: the numbers of chance may never change."""
    many = [Candidate(11, number, f"{number:03d}", 0, 0) for number in range(50)]
    found = draw(many, settings=Settings(0, 0, 0, 5), seed="IGA 2026")
    assert sorted(found.chosen) == KEPT


KEPT = [1, 5, 17, 23, 42]


def test_sharing_out_is_even_keeps_a_region_together_and_passes_over_who_has_ties() -> None:
    bundles = [Bundle(11, 8), Bundle(12, 5), Bundle(13, 4), Bundle(14, 3), Bundle(15, 2, keeper=2)]
    given_to = balance(
        bundles, loads={1: 0, 2: 0}, admitted=lambda person, region: (person, region) != (1, 11)
    )
    # 15 stays with 2 (2). 11 (8) may only go to 2 (10). Then 12 to 1 (5), 13 to 1 (9), 14 to 1 (12): 1 has less each time.
    assert given_to == {15: 2, 11: 2, 12: 1, 13: 1, 14: 1}
    assert balance([Bundle(11, 1)], loads={1: 0}, admitted=lambda person, region: False) == {}
