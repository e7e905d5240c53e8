/* The desk: one row. Another document opens in the place of the first; keys judge; the tab gives signs of life; saving stays on
   the page until it is done, so that nothing typed is lost. Without this file links, buttons and the form do all of it. */
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const told = one("[data-told]");
  const tell = (words) => { if (told) told.textContent = words; };

  // Documents -------------------------------------------------------------------------------------------------------
  const open = (link) => {
    const shown = all("[data-panel]").find((panel) => panel.dataset.panel === link.dataset.document);
    if (!shown) return;
    all("[data-panel]").forEach((panel) => {
      panel.hidden = panel !== shown;
      if (panel.hidden) one("video", panel)?.pause();
    });
    all("[data-document]").forEach((other) => {
      other.parentElement.classList.toggle("is-opened", other === link);
      if (other === link) other.setAttribute("aria-current", "true");
      else other.removeAttribute("aria-current");
    });
    tell(shown.dataset.name);
  };
  const largest = 3;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-document]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link);
    }
    const step = event.target.closest("[data-zoom] [data-step]");
    const viewer = step && one("[data-viewer]", step.closest("[data-panel]"));
    if (viewer) {
      const size = Number(viewer.dataset.size ?? 0) + Number(step.dataset.step);
      viewer.dataset.size = String(Math.max(0, Math.min(largest, size)));
    }
  });

  // The browser's PDF viewer is a page of its own: while it has the focus, neither keys nor the pointer over it are heard here.
  // After a click into it the keys come back with the pointer; whoever came by Tab leaves by Tab.
  let tabbed = false;
  addEventListener("keydown", (event) => { tabbed = event.key === "Tab"; }, true);
  addEventListener("pointerdown", () => { tabbed = false; }, true);
  addEventListener("pointermove", () => {
    const frame = document.activeElement;
    if (tabbed || !frame?.matches("[data-panel] iframe")) return;
    window.focus();
    frame.blur();
  });

  // Keys ------------------------------------------------------------------------------------------------------------
  const dialog = one("[data-keys-dialog]");
  const toggle = one("[data-keys]");
  const store = "desk-keys";
  let on = true;
  try { on = localStorage.getItem(store) !== "off"; } catch { /* no storage: on for this page */ }
  const show = () => {
    toggle?.setAttribute("aria-pressed", String(on));
    if (toggle) toggle.textContent = on ? toggle.dataset.on : toggle.dataset.off;
  };
  toggle?.addEventListener("click", () => {
    on = !on;
    try { localStorage.setItem(store, on ? "on" : "off"); } catch { /* only for this page */ }
    show();
  });
  show();
  const help = one("[data-help]");
  help?.addEventListener("click", () => dialog?.showModal());

  const form = one("[data-judge]");
  const reason = form && one("textarea[name=reason]", form);
  const typing = (node) => node.matches("textarea, select, input:not([type=radio], [type=checkbox]), video, [contenteditable]");
  const acts = {
    j: () => one("[data-row=next]")?.click(),
    k: () => one("[data-row=previous]")?.click(),
    s: () => one("[data-save]")?.click(),
    t: () => one("[data-take]")?.click(),
    d: () => {
      const links = all("[data-document]");
      const at = links.findIndex((link) => link.hasAttribute("aria-current"));
      if (links.length > 1) open(links[(at + 1) % links.length]);
    },
    r: () => {
      const part = form && one("[data-reasons]", form);
      if (part) part.open = true;
      const first = form && one("input[name=ready]", form);
      const there = document.activeElement?.matches("input[name=ready]");
      (first && !there ? first : reason)?.focus();
    },
    "?": () => dialog?.showModal(),
  };
  const choose = (key) => {
    const choice = form && one(`input[name=level][value="${key}"]`, form);
    if (!choice) return;
    choice.click();
    choice.focus();
    const words = one(".level-words", choice.closest("label"))?.textContent.trim() ?? "";
    tell(form.dataset.levelTold.replace("{level}", key).replace("{words}", words));
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && typing(event.target) && form?.contains(event.target)) {
      (one("input[name=level]:checked", form) ?? one("[data-save]", form))?.focus();
      return;
    }
    if (!on || event.defaultPrevented || event.repeat || dialog?.open) return;
    if (event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key !== "?")) return;
    if (typing(event.target)) return;
    const key = event.key.toLowerCase();
    if (/^[0-3]$/.test(key)) choose(key);
    else if (Object.hasOwn(acts, key)) acts[key]();
    else return;
    event.preventDefault();
  });
  if (help) help.hidden = false; // the keys work from here on

  if (!form) return;

  // What was typed --------------------------------------------------------------------------------------------------
  // Under person, region and place (ADR 0010), until it is saved or thrown away; looked after for two weeks.
  const draftKey = `desk:${form.dataset.key}`;
  const KEPT = 14 * 24 * 3600 * 1000;
  const kept = ["level", "ready", "reason", "opd_note", "desk_note"];
  const entries = () => new FormData(form);
  const drafted = () => Object.fromEntries(kept.map((name) => [name, entries().getAll(name)]));
  const atFirst = JSON.stringify(drafted());
  const forget = () => { try { localStorage.removeItem(draftKey); } catch { /* nothing was kept */ } };
  const keep = () => {
    const now = drafted();
    if (JSON.stringify(now) === atFirst) { forget(); return; }
    try { localStorage.setItem(draftKey, JSON.stringify({ at: Date.now(), seen: form.elements.seen.value, entries: now })); } catch { /* no storage */ }
  };
  const fill = (values) => {
    kept.forEach((name) => all(`[name=${name}]`, form).forEach((control) => {
      const wanted = values[name] ?? [];
      if (control.type === "radio" || control.type === "checkbox") control.checked = wanted.includes(control.value);
      else control.value = wanted[0] ?? "";
      if (control.value && control.closest("details")) control.closest("details").open = true;
    }));
  };
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith("desk:"))) {
      if (Date.now() - (JSON.parse(localStorage.getItem(key)).at ?? 0) > KEPT) localStorage.removeItem(key);
    }
    const draft = JSON.parse(localStorage.getItem(draftKey) ?? "null");
    const note = one("p[data-restored]", form);
    if (draft && !("refused" in form.dataset)) {
      const before = JSON.parse(atFirst);
      fill(draft.entries);
      one("[data-restored-words]", note).textContent = form.dataset.restored;
      note.hidden = false;
      tell(form.dataset.restored);
      one("[data-drop]", note).addEventListener("click", () => { fill(before); forget(); note.hidden = true; form.elements.level[0]?.focus(); });
    }
  } catch { /* no storage, or not ours */ }
  // A level below the claim (an evaluator: any other than the one that stands) needs a reason: its part opens, and folds again while nothing stands in it.
  const part = one("[data-reasons]", form);
  form.addEventListener("change", (event) => {
    if (!part || event.target.name !== "level") return;
    const empty = !reason.value.trim() && !one("input[name=ready]:checked", form);
    const level = Number(event.target.value), stands = Number(part.dataset.claimed);
    if (level < stands || ("differs" in part.dataset && level !== stands)) part.open = true;
    else if (empty) part.open = false;
  });
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);

  // The lease -------------------------------------------------------------------------------------------------------
  // Each page has a token of its own and names the one this tab had before; a copy of the tab has it only until it is used.
  const TAB = `desk-tab:${form.dataset.innovation}`;
  const tab = form.elements.tab.value;
  const follow = (value) => all("[data-follows]").forEach((input) => { if (value) input.value = value; });
  try {
    follow(sessionStorage.getItem(TAB));
    sessionStorage.setItem(TAB, tab);
  } catch { /* the address carries it */ }
  // The address need not keep what was said once.
  if (location.search) {
    const clean = new URLSearchParams(location.search);
    ["tab", "tersimpan"].forEach((name) => clean.delete(name));
    history.replaceState(null, "", location.pathname + (String(clean) ? `?${clean}` : "") + location.hash);
  }
  const lost = one("[data-lost]");
  const stop = (title, words, { take = false, again = false, signin = "" } = {}) => {
    one("[data-lost-title]", lost).textContent = title;
    one("[data-lost-words]", lost).textContent = words;
    one("[data-lost-take]", lost).hidden = !take;
    one("[data-lost-again]", lost).hidden = !again;
    const way = one("[data-lost-signin]", lost);
    way.hidden = !signin;
    if (signin) way.href = signin;
    lost.hidden = false;
    tell(`${title}. ${words}`);
  };
  const free = () => { lost.hidden = true; };
  const said = form.dataset;
  const heard = (answer) => {
    if (answer.status === "yours") { free(); return; }
    const words = `${answer.message} ${said.kept}`;
    if (answer.status === "held") stop(said.titleHeld, words, { take: answer.own, again: !answer.own });
    else if (answer.status === "gone") stop(said.titleGone, words, { again: true });
    else stop(said.titleChanged, words, { again: true });
  };
  const refused = async (response) => {
    if (response.status === 401) {
      const answer = await response.json().catch(() => ({}));
      stop(said.titleLine, `${answer.message ?? ""} ${said.kept}`, { signin: answer.url ?? location.pathname });
    } else if (response.status === 404) stop(said.titleEnded, said.ended);
    else if (response.status === 403) stop(said.titleLine, said.trouble, { again: true }); // somebody signed in anew
    else stop(said.titleLine, said.trouble);
  };
  const post = (url, body) => fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
  let pulse = 0;
  const beat = async (force = false) => {
    const body = new FormData();
    ["csrfmiddlewaretoken", "tab", "ikut", "seen", "putusan"].forEach((name) => body.set(name, form.elements[name].value));
    if (force) body.set("paksa", "1");
    clearTimeout(pulse);
    pulse = setTimeout(beat, 1000 * Number(said.beat));
    try {
      const response = await post(said.lease, body);
      if (response.ok) heard(await response.json());
      else await refused(response);
    } catch { /* no line: the lease outlives a short break, and saving will say so */ }
  };
  one("[data-lost-take]", lost).addEventListener("click", () => beat(true));
  // A row of the region is one evaluator's: nothing is held there, and a second tab is told on saving.
  if (said.lease && one("[data-save]", form)) {
    beat();
    document.addEventListener("visibilitychange", () => { if (!document.hidden) beat(); });
  }
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    try { follow(sessionStorage.getItem(TAB)); sessionStorage.setItem(TAB, tab); } catch { /* as above */ }
    stay(false);
    if (said.lease) beat();
  });

  // Leaving: walking within the innovation keeps it, anything else gives it back.
  let staying = false;
  let again = 0;
  const stay = (is) => {
    staying = is;
    clearTimeout(again);
    again = setTimeout(() => { staying = false; }, 4000); // a press that led nowhere
  };
  const within = (url) => new URL(url, location.href).pathname.startsWith(new URL(said.home, location.href).pathname);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link && link.target !== "_blank" && !event.defaultPrevented) stay(within(link.href));
  });
  addEventListener("pagehide", () => {
    if (staying || !said.leave) return;
    const body = new FormData();
    ["csrfmiddlewaretoken", "tab"].forEach((name) => body.set(name, form.elements[name].value));
    navigator.sendBeacon(said.leave, body);
  });

  // Saving ----------------------------------------------------------------------------------------------------------
  let sending = false;
  document.addEventListener("submit", (event) => {
    if (event.target !== form && event.target.method !== "dialog") stay(within(event.target.action));
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    const button = event.submitter;
    const body = new FormData(form, button);
    button?.setAttribute("aria-busy", "true");
    tell(said.saving);
    try {
      const response = await post(location.pathname, body);
      if (response.ok) {
        forget();
        stay(true);
        location.assign((await response.json()).url);
        return;
      }
      if (response.status === 409 || response.status === 422) {
        // The page that says why, with everything typed: asked for the ordinary way.
        keep();
        stay(true);
        if (button?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
        HTMLFormElement.prototype.submit.call(form);
        return;
      }
      await refused(response);
    } catch {
      stop(said.titleLine, said.line);
    }
    keep();
    sending = false;
    button?.removeAttribute("aria-busy");
    lost.focus();
  });
  if ("saved" in said) {
    tell(`${said.savedTold} ${one("h1")?.textContent.trim() ?? ""}`);
    const heading = one("h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }
})();
