/* The page of one indicator row, made smoother. The server picks levels and works out points; this file only helps the hand. */
(() => {
  "use strict";

  // Wide screens have room for the guide beside the row: there it stands open. Narrow ones keep it folded.
  const wide = matchMedia("(min-width: 1100px)");
  document.querySelectorAll("details[data-open-wide]").forEach((fold) => {
    const fit = () => { if (wide.matches) fold.open = true; };
    fit();
    wide.addEventListener("change", fit);
  });

  // Inside the cards the digits 0 to 3 choose, beside the arrow keys of every group of radio buttons.
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (!/^[0-3]$/.test(key) || event.ctrlKey || event.altKey || event.metaKey || !target.matches(".levels input[type=radio]")) return;
    const wanted = target.closest(".levels").querySelector(`input[name="${CSS.escape(target.name)}"][value="${key}"]`);
    if (!wanted) return;
    event.preventDefault();
    wanted.focus();
    if (!wanted.checked) wanted.click();
  });

  // A document that was cited or taken off by script changes what the row lacks.
  const cited = document.getElementById("bukti-dikutip");
  let waiting;
  const renew = async () => {
    const page = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!page?.ok || page.redirected) return;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").getElementById("kurang-baris");
    const here = document.getElementById("kurang-baris");
    if (fresh && here) here.replaceWith(document.importNode(fresh, true));
  };
  if (cited) {
    new MutationObserver(() => {
      clearTimeout(waiting);
      waiting = setTimeout(renew, 400);
    }).observe(cited, { childList: true });
  }

  // "Pakai yang tersimpan" on a claim may bring another basis, number and level: the page is made anew. What waits is kept.
  document.addEventListener("change", ({ target }) => {
    const chosen = target.value === "tersimpan" && target.closest("[data-conflict-of]");
    if (chosen && chosen.dataset.conflictOf !== "note") location.reload();
  });
})();
