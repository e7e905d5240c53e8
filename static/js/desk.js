/* Keys of the desk: 0-3 chooses the level, J and K walk the rows, S saves. One button turns them off (WCAG 2.1.4). */
(() => {
  "use strict";
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
