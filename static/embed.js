// @ts-check
// The one script a host page adds: a launcher, and from the first opening on an iframe with the
// chat. Before that nothing is requested and nothing is stored.
(() => {
  const page = /** @type {any} */ (window);
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  // What the page asked for before this script was there: an array of functions.
  const before = page.Anteroom;
  // Page builders like to add a snippet twice; the first one wins for as long as its chat stands.
  if (!script || before?.here?.()) return;

  const { accent = "", position, lang = document.documentElement.lang, label = "Chat with us", title = label, container } = script.dataset;
  let wanted = "open" in script.dataset;
  const origin = new URL(script.src).origin;
  const hex = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(accent)?.[1].replace(/^(.)(.)(.)$/, "$1$1$2$2$3$3") ?? "1d5c57";
  const [red, green, blue] = [0, 2, 4].map((at) => (parseInt(hex.slice(at, at + 2), 16) / 255) ** 2.2);
  // Above this luminance black reads better than white, and either is then at least 4.5 : 1.
  const ink = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? "#000" : "#fff";
  const small = matchMedia("(max-width:480px),(max-height:480px)");
  // A sandbox without allow-same-origin: the chat could not call its server, so it gets a tab of its own.
  const alone = page.origin === "null";
  /** @type {Record<string, Set<() => void>>} */
  const listeners = {};
  /** @type {HTMLIFrameElement | undefined} */
  let frame;
  /** @type {Element | null | undefined} */
  let inside;
  let placed = false;
  let asked = false;
  let loaded = false;
  let greeting = {};

  const host = document.createElement("anteroom-chat");
  const root = host.attachShadow({ mode: "open" });
  const launcher = document.createElement(alone ? "a" : "button");
  const dialog = document.createElement("dialog");
  // A constructed sheet needs no 'unsafe-inline' in the host's policy.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:host{all:initial;color-scheme:light dark}
:host(.in){display:flex;flex-direction:column;height:100%;min-height:min(600px,100dvh)}
.b,dialog{position:fixed;inset:auto;${position === "left" ? position : "right"}:16px;bottom:16px;z-index:2147483000}
.in{position:static}
.b{margin-bottom:env(safe-area-inset-bottom);display:flex;gap:10px;align-items:center;min-height:52px;box-sizing:border-box;max-width:calc(100vw - 32px);padding:0 20px 0 16px;border:1px solid transparent;border-radius:26px;background:#${hex};color:${ink};font:600 16px/1.2 system-ui,sans-serif;text-decoration:none;cursor:pointer;box-shadow:0 2px 4px #0002,0 8px 24px #0003}
.b:focus-visible{outline:2px solid #${hex};outline-offset:2px;box-shadow:0 0 0 2px #fff}
.b[hidden]{display:none}
svg{flex:none;width:24px;fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round}
dialog{margin:0;padding:0;border:0;width:420px;height:min(640px,100dvh - 32px);max-width:none;max-height:none;border-radius:16px;overflow:hidden;background:light-dark(#fbfaf7,#191816);box-shadow:0 0 0 1px #0002,0 16px 48px #0004}
dialog::backdrop{background:none}
iframe{display:block;flex:1;width:100%;height:100%;border:0}
@media ${small.media}{dialog{inset:0;width:100%;height:100dvh;border-radius:0}}
@media print{:host{display:none}}
@media (prefers-reduced-motion:no-preference){dialog[open]{animation:a .16s ease-out}@keyframes a{from{opacity:0;transform:translateY(8px)}}}`);
  root.adoptedStyleSheets = [sheet];

  const shape = (/** @type {string} */ name) => document.createElementNS("http://www.w3.org/2000/svg", name);
  const icon = shape("svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.ariaHidden = "true";
  const path = shape("path");
  path.setAttribute("d", "M4 5h16v11h-9l-4 4v-4H4zM8 9h8M8 12h5");
  icon.append(path);
  launcher.className = "b";
  launcher.append(icon, label);
  dialog.ariaLabel = title;
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });

  // A reload must find the chat again before the visit counts as left, so this tab (and only it)
  // remembers that the visitor opened it. Storage may be forbidden: then a reload starts closed.
  /** @param {string} [value] "1" open, "0" closed, nothing: no visit */
  const remember = (value) => {
    try {
      value ? sessionStorage.setItem("anteroom", value) : sessionStorage.removeItem("anteroom");
    } catch {}
  };
  const remembered = () => {
    try {
      return sessionStorage.getItem("anteroom");
    } catch {}
  };
  /** @param {string} event */
  const emit = (event) => listeners[event]?.forEach((fn) => fn());
  const tell = () => loaded && frame?.contentWindow?.postMessage(greeting, origin);
  const address = () => `${origin}/widget?${new URLSearchParams({ accent: accent && `#${hex}`, lang, title, ...(inside && { inline: "1" }) })}`;

  const build = () => {
    if (frame) return;
    frame = document.createElement("iframe");
    frame.title = title;
    frame.src = address();
    frame.onload = () => {
      loaded = true;
      tell();
    };
    (inside ? root : dialog).append(frame);
  };
  /** Opened by the page and not by a person: the chat then waits with storing anything, and the focus
   * stays where it is. `again` is the same visit after a reload, and not on another page.
   * @param {boolean} auto @param {boolean} [again] */
  const greet = (auto, again) => {
    const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
    greeting = { anteroom: "open", auto, again: !!again && entry?.type !== "navigate" };
    build();
    tell();
  };

  // The on-screen keyboard shrinks only the visual viewport.
  const fit = () => {
    const view = visualViewport;
    const fill = dialog.open && small.matches && view;
    dialog.style.height = fill ? `${view.height}px` : "";
    dialog.style.top = fill ? `${view.offsetTop}px` : "";
  };
  visualViewport?.addEventListener("resize", fit);

  /** @param {boolean} [again] */
  function open(again) {
    wanted = asked = true;
    if (!placed || dialog.open) return;
    if (alone) return launcher.click();
    const auto = !again && !(navigator.userActivation?.isActive ?? true);
    if (inside) return frame?.focus();
    greet(auto, again);
    if (small.matches) dialog.showModal();
    else dialog.open = true;
    launcher.hidden = true;
    fit();
    if (!auto && !again) {
      frame?.focus();
      remember("1");
    }
    emit("open");
  }

  function close() {
    wanted = false;
    if (!dialog.open) return;
    dialog.close();
    launcher.hidden = false;
    launcher.focus();
    if (remembered()) remember("0");
    emit("close");
  }

  addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== origin) return;
    const what = event.data?.anteroom;
    if (what === "close") close();
    if (what === "engaged") remember("1");
    if (what === "complete" || what === "ended") {
      remember();
      emit(what);
    }
  });

  const api = (page.Anteroom = {
    open: () => open(),
    close,
    /** @param {string} event open, close, complete or ended @param {() => void} fn */
    on: (event, fn) => void (listeners[event] ??= new Set()).add(fn),
    /** @param {string} event @param {() => void} fn */
    off: (event, fn) => void listeners[event]?.delete(fn),
    /** @param {(chat: object) => void} fn run when the chat can be used, which is now */
    push: (fn) => fn(api),
    here: () => !placed || host.isConnected,
  });

  const place = () => {
    placed = true;
    inside = container ? document.querySelector(container) : null;
    (inside || document.body).append(host);
    if (inside) host.className = "in";
    if (alone) {
      if (inside) launcher.classList.add("in");
      Object.assign(launcher, { href: address(), target: "_blank", rel: "noopener" });
      root.append(launcher);
    } else if (inside) greet(true, !!remembered());
    else {
      launcher.ariaHasPopup = "dialog";
      launcher.onclick = () => open();
      root.append(launcher, dialog);
      const was = remembered();
      if (was === "1") open(true);
      else if (was === "0") greet(true, true);
      // Nobody wants a phone's whole screen taken unasked.
      else if (wanted && (asked || !small.matches)) open();
    }
    if (Array.isArray(before)) before.forEach(api.push);
  };
  if (document.body) place();
  else addEventListener("DOMContentLoaded", place);
})();
