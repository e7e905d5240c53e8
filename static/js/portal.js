/* What makes the pages smoother. Every page works without this file. */
(() => {
  "use strict";
  const doc = document;

  // A form with data-unsaved asks before its entries are lost.
  const touched = new Set();
  doc.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && "unsaved" in form.dataset) touched.add(form);
  });
  doc.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) touched.delete(event.detail.elt.closest("form"));
  });
  addEventListener("beforeunload", (event) => {
    if ([...touched].some((form) => form.isConnected)) event.preventDefault();
  });

  // A second click on a sending button sends nothing. Only the look and this guard change: a disabled button would
  // not be sent along with the form.
  doc.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog") return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    touched.delete(form);
    if (form.method === "get" || form.hasAttribute("hx-post") || form.hasAttribute("hx-get")) return;
    form.dataset.sending = "1";
    event.submitter?.setAttribute("aria-busy", "true");
    // An answer that is a download leaves this page standing.
    setTimeout(release, 15000);
  });
  const release = () => {
    doc.querySelectorAll("form[data-sending]").forEach((form) => delete form.dataset.sending);
    doc.querySelectorAll("[aria-busy=true]").forEach((button) => button.removeAttribute("aria-busy"));
  };
  // Coming back by the back button may show the very same page again, with the guard still set.
  addEventListener("pageshow", (event) => event.persisted && release());

  // <select data-autosubmit> sends its form; the form's button stays for those without this file.
  doc.addEventListener("change", (event) => {
    if (event.target.matches("[data-autosubmit]")) event.target.form?.requestSubmit();
  });

  // <button data-copy="#id"> copies the text or value of that element.
  doc.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    const source = button && doc.querySelector(button.dataset.copy);
    if (source) {
      await navigator.clipboard.writeText(source.value ?? source.innerText.trim());
      const label = button.querySelector("[data-copy-label]") ?? button;
      const before = label.textContent;
      label.textContent = button.dataset.copied || before;
      setTimeout(() => { label.textContent = before; }, 2000);
    }
    // A click elsewhere closes the open menus.
    doc.querySelectorAll("details.menu[open], details.sheet[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  doc.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && doc.querySelector("details.menu[open], details.sheet[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  // The line may drop at any time: say it, and take it back when it is there again.
  const offline = (state) => {
    const note = doc.getElementById("sambungan");
    // A form that saves itself says more exactly what waits.
    if (note) note.hidden = !state || Boolean(doc.querySelector("form[data-autosave]"));
    if (state) release();
  };
  addEventListener("offline", () => offline(true));
  addEventListener("online", () => offline(false));
  doc.addEventListener("htmx:sendError", () => offline(true));
  doc.addEventListener("htmx:afterOnLoad", () => offline(false));

  // A hidden tab asks for nothing: polling rests until somebody looks.
  doc.addEventListener("htmx:beforeRequest", (event) => {
    if (doc.hidden && event.target.matches("[hx-trigger^=every]")) event.preventDefault();
  });

  // What only works with this file is hidden until it is here; a key that was not read says so.
  const reveal = () => doc.querySelectorAll("[data-needs-js][hidden]").forEach((part) => { part.hidden = false; });
  reveal();
  doc.addEventListener("htmx:load", reveal);
  doc.addEventListener("allauth.error", () => {
    const note = doc.getElementById("kunci-galat");
    if (note) note.hidden = false;
  });

  // After a refused form the summary is where reading should start.
  doc.getElementById("ringkasan-galat")?.focus();
})();
