/* The desk. Another document opens in the place of the first, so that what was typed beside it stays. Keys: 0-3 chooses the
   level, J and K walk the rows, S saves; one button turns them off (WCAG 2.1.4). Without this file links and buttons do it. */
(() => {
  "use strict";
  const viewerOf = (link) => {
    const name = link.textContent.trim();
    const made = document.createElement(link.dataset.kind === "image" ? "div" : "iframe");
    if (link.dataset.kind === "image") {
      const picture = new Image();
      picture.src = link.dataset.document;
      picture.alt = name;
      made.append(picture);
      made.className = "viewer";
      made.tabIndex = 0;
      made.setAttribute("role", "region");
      made.setAttribute("aria-label", name);
    } else {
      made.src = link.dataset.document;
      made.title = name;
    }
    made.dataset.viewer = "";
    return made;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-document]");
    const viewer = document.querySelector("[data-viewer]");
    if (!link || !viewer || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    viewer.replaceWith(viewerOf(link));
    document.querySelectorAll("[data-document]").forEach((other) => {
      other.parentElement.classList.toggle("is-opened", other === link);
      if (other === link) other.setAttribute("aria-current", "true");
      else other.removeAttribute("aria-current");
    });
    const tab = document.querySelector("[data-document-tab]");
    if (tab) tab.href = link.dataset.document;
  });

  const toggle = document.querySelector("[data-keys]");
  const told = document.querySelector("[data-keys-told]");
  if (!toggle) return;
  const store = "desk-keys";
  let on = true;
  try { on = localStorage.getItem(store) !== "off"; } catch { /* no storage: on for this page */ }
  const show = () => {
    toggle.setAttribute("aria-pressed", String(on));
    if (told) told.hidden = !on;
  };
  toggle.addEventListener("click", () => {
    on = !on;
    try { localStorage.setItem(store, on ? "on" : "off"); } catch { /* only for this page */ }
    show();
  });
  show();

  const typing = (node) => node.matches("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (!on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (typing(event.target)) return;
    if (/^[0-3]$/.test(event.key)) {
      const choice = document.querySelector(`input[name=level][value="${event.key}"]`);
      if (choice) { choice.click(); choice.focus(); }
    } else if (event.key === "j" || event.key === "k") {
      document.querySelector(`[data-row=${event.key === "j" ? "next" : "previous"}]`)?.click();
    } else if (event.key === "s") {
      document.querySelector("[data-save]")?.click();
    } else {
      return;
    }
    event.preventDefault();
  });
})();
