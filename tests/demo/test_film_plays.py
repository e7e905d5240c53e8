"""The hand-made film in a real player."""

from __future__ import annotations

import base64

import pytest
from playwright.sync_api import Browser

from iga_portal.demo import evidence


@pytest.mark.browser
def test_film_plays_in_a_browser(browser: Browser) -> None:
    page = browser.new_page()
    source = base64.b64encode(evidence.film(title="Dinkes", subject="Video penerapan")).decode()
    page.set_content(f"<video id=film src='data:video/mp4;base64,{source}'></video>")
    seen = page.evaluate(
        """() => new Promise(done => {
            const film = document.getElementById('film')
            const tell = () => done([film.duration, film.videoWidth, film.videoHeight, film.error && film.error.message])
            film.onseeked = tell; film.onerror = tell
            const seek = () => { film.currentTime = 4 }
            if (film.readyState >= 2) seek(); else film.onloadeddata = seek
            setTimeout(tell, 10000)
        })"""
    )
    page.close()
    assert seen == [9, 320, 176, None]
