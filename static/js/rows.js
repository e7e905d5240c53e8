/* The page of one indicator row, made smoother. The server picks levels and works out points; this file only helps the hand. */
(() => {
  "use strict";

  // The guide is fetched when it is first opened; until then, and without this file, its place leads to the handbook.
  const bring = async (fold) => {
    const asked = fold.dataset.guide;
    if (fold.dataset.brought === asked) return;
    fold.dataset.brought = asked;
    if (!document.querySelector(`link[href="${fold.dataset.style}"]`)) {
      document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: fold.dataset.style }));
    }
    const answer = await fetch(asked).catch(() => null);
    if (!answer?.ok) delete fold.dataset.brought;
    else if (fold.dataset.guide === asked) fold.querySelector("[data-guide-here]").innerHTML = await answer.text();
  };

  // Wide screens have room for the guide beside the row: there it stands open. Narrow ones keep it folded.
  const wide = matchMedia("(min-width: 1100px)");
  document.querySelectorAll("details[data-guide]").forEach((fold) => {
    const fit = () => { if (wide.matches) fold.open = true; };
    fold.addEventListener("toggle", () => { if (fold.open) bring(fold); });
    wide.addEventListener("change", fit);
    fit();
    // Another unit of measure has other proofs.
    document.addEventListener("autosave:saved", ({ detail }) => {
      const chosen = detail.field === "basis" && document.querySelector("input[name=basis]:checked");
      if (!chosen) return;
      const url = new URL(fold.dataset.guide, location.href);
      url.searchParams.set("dasar", chosen.value);
      fold.dataset.guide = url.pathname + url.search;
      if (fold.open) bring(fold);
    });
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

  // A link may point into something folded away; after signing in again the writing goes on where it stopped.
  const target = location.hash && document.getElementById(location.hash.slice(1));
  const fold = target && target.closest("details");
  if (fold) fold.open = true;
  if (target && target.matches("input, textarea, select")) target.focus();

  // "Pakai yang tersimpan" on a claim may bring another basis, number and level: the page is made anew. What waits is kept.
  document.addEventListener("autosave:chosen", ({ detail }) => {
    if (!detail.mine && detail.field !== "note") location.reload();
  });
})();
