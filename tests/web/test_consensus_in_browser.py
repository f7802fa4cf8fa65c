"""What a consensus has done to a transcript: its layer, and codings that it set aside, with the reason."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from icmo.models import CONSENSUS, Coding, Resolution
from tests.web.browser import Site
from tests.web.desk import Desk
from tests.web.invented import CALM, CONSTRUCT, EVERYDAY

WHY = "set aside in the consensus: Hun ringer selv. – AML, TBS"


@pytest.fixture
def mine(site: Site) -> Coding:
    """AML's coding of words to which TBS has given another code; it is part of a configuration."""
    coding = site.project.code("egeholm", EVERYDAY, quote=CALM, coder="AML")
    site.project.configure([("M", coding.guid)], coder="AML", statement="Hvis hun ringer.")
    return coding


@pytest.fixture
def made(site: Site, mine: Coding) -> Resolution:
    """The decision that TBS read it rightly."""
    [one] = site.project.disagreements(codes=[EVERYDAY])
    number = next(n for n, reading in enumerate(one.readings, 1) if reading.code == CONSTRUCT)
    return site.project.resolve(one.key, str(number), coder="AML", reason="Hun ringer selv.", present=["AML", "TBS"])


def test_a_coding_that_was_set_aside_is_hollow_and_says_why(
    page: Page, site: Site, made: Resolution, mine: Coding
) -> None:
    desk = Desk(page, site)
    expect(desk.stripe(mine)).to_have_class(re.compile("overruled"))
    expect(desk.stripe(mine)).to_have_attribute("title", re.compile(re.escape(WHY)))
    desk.pick(mine)
    expect(desk.picked()).to_have_text(f"M Mastery of everyday life ({WHY})")


def test_the_layer_of_consensus_is_seen_as_a_coders(page: Page, site: Site, made: Resolution) -> None:
    desk = Desk(page, site)
    layer = site.project.coding(made.codings[0])
    expect(desk.stripe(layer)).to_have_class(re.compile("other"))
    expect(desk.stripe(layer)).to_have_attribute("title", re.compile(CONSENSUS))
    expect(desk.stripe(layer)).not_to_have_class(re.compile("overruled"))


def test_a_configuration_says_which_part_was_set_aside(page: Page, site: Site, made: Resolution) -> None:
    desk = Desk(page, site)
    desk.tab("configurations").locator(".configuration .go").click()
    expect(desk.card).to_contain_text(WHY)


def test_what_is_decided_elsewhere_is_shown_when_one_comes_back(page: Page, site: Site, mine: Coding) -> None:
    desk = Desk(page, site)
    expect(desk.stripe(mine)).not_to_have_class(re.compile("overruled"))
    [one] = site.project.disagreements(codes=[EVERYDAY])
    site.project.resolve(one.key, "neither", coder="TBS")
    desk.come_back()
    expect(desk.stripe(mine)).to_have_class(re.compile("overruled"))
