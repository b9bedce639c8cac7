// @ts-check
// The one script a host page adds: a launcher, and from the first opening on an iframe with the
// chat. Before that nothing is requested and nothing is stored.
(() => {
  const page = /** @type {any} */ (window);
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  // Page builders like to add a snippet twice; the first one wins.
  if (page.Anteroom || !script) return;

  const { accent = "", position, lang = document.documentElement.lang, label = "Chat with us", title = label, open: wanted } = script.dataset;
  const origin = new URL(script.src).origin;
  const hex = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(accent)?.[1].replace(/^(.)(.)(.)$/, "$1$1$2$2$3$3") ?? "1d5c57";
  const [red, green, blue] = [0, 2, 4].map((at) => (parseInt(hex.slice(at, at + 2), 16) / 255) ** 2.2);
  // Above this luminance black reads better than white, and either is then at least 4.5 : 1.
  const ink = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? "#000" : "#fff";
  const side = position === "left" ? "left" : "right";
  const small = matchMedia("(max-width:480px),(max-height:480px)");
  /** @type {Record<string, Set<(detail?: unknown) => void>>} */
  const listeners = {};
  /** @type {HTMLIFrameElement | undefined} */
  let frame;
  let loaded = false;
  let greeting = {};

  const host = document.createElement("anteroom-chat");
  const root = host.attachShadow({ mode: "open" });
  const launcher = document.createElement("button");
  const dialog = document.createElement("dialog");
  // A constructed sheet needs no 'unsafe-inline' in the host's policy.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:host{all:initial;color-scheme:light dark}
button,dialog{position:fixed;inset:auto;${side}:16px;bottom:16px;z-index:2147483000}
button{margin-bottom:env(safe-area-inset-bottom);display:flex;gap:10px;align-items:center;min-height:52px;max-width:calc(100vw - 32px);padding:0 20px 0 16px;border:1px solid transparent;border-radius:26px;background:#${hex};color:${ink};font:600 16px/1.2 system-ui,sans-serif;cursor:pointer;box-shadow:0 2px 4px #0002,0 8px 24px #0003}
button:focus-visible{outline:2px solid #${hex};outline-offset:2px;box-shadow:0 0 0 2px #fff}
button[hidden]{display:none}
svg{flex:none;width:24px;fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round}
dialog{margin:0;padding:0;border:0;width:420px;height:min(640px,100dvh - 32px);max-width:none;max-height:none;border-radius:16px;overflow:hidden;background:light-dark(#fbfaf7,#191816);box-shadow:0 0 0 1px #0002,0 16px 48px #0004}
dialog::backdrop{background:none}
iframe{display:block;width:100%;height:100%;border:0}
@media ${small.media}{dialog{inset:0;width:100%;height:100dvh;border-radius:0}}
@media print{:host{display:none}}
@media (prefers-reduced-motion:no-preference){dialog[open]{animation:a .16s ease-out}@keyframes a{from{opacity:0;transform:translateY(8px)}}}`);
  root.adoptedStyleSheets = [sheet];

  const shape = (/** @type {string} */ name) => document.createElementNS("http://www.w3.org/2000/svg", name);
  const icon = shape("svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  const path = shape("path");
  path.setAttribute("d", "M4 5h16v11h-9l-4 4v-4H4zM8 9h8M8 12h5");
  icon.append(path);
  launcher.append(icon, label);
  launcher.ariaHasPopup = "dialog";
  launcher.onclick = () => open();
  dialog.ariaLabel = title;
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  root.append(launcher, dialog);

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
  /** @param {string} event @param {unknown} [detail] */
  const emit = (event, detail) => listeners[event]?.forEach((fn) => fn(detail));
  const tell = () => loaded && frame?.contentWindow?.postMessage(greeting, origin);

  const build = () => {
    if (frame) return;
    frame = document.createElement("iframe");
    frame.title = title;
    frame.src = `${origin}/widget?${new URLSearchParams({ accent: accent && `#${hex}`, lang, title })}`;
    frame.onload = () => {
      loaded = true;
      tell();
    };
    dialog.append(frame);
  };

  // The on-screen keyboard shrinks only the visual viewport.
  const fit = () => {
    const view = visualViewport;
    const fill = dialog.open && small.matches && view;
    dialog.style.height = fill ? `${view.height}px` : "";
    dialog.style.top = fill ? `${view.offsetTop}px` : "";
  };
  visualViewport?.addEventListener("resize", fit);

  /** @param {boolean} [again] the same visit after a reload */
  function open(again) {
    if (dialog.open) return;
    // Opened by the page and not by a person: the chat then waits with storing anything, and the
    // focus stays where it is.
    const auto = !again && !(navigator.userActivation?.isActive ?? true);
    build();
    greeting = { anteroom: "open", auto, again: !!again };
    if (small.matches) dialog.showModal();
    else dialog.open = true;
    launcher.hidden = true;
    fit();
    if (!auto && !again) {
      frame?.focus();
      remember("1");
    }
    tell();
    emit("open");
  }

  function close() {
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

  page.Anteroom = {
    open: () => open(),
    close,
    /** @param {string} event open, close, complete or ended @param {() => void} fn */
    on: (event, fn) => void (listeners[event] ??= new Set()).add(fn),
  };

  const place = () => {
    document.body.append(host);
    const before = remembered();
    if (before === "1") open(true);
    else if (before === "0") {
      greeting = { anteroom: "open", auto: true, again: true };
      build();
    }
    // Nobody wants a phone's whole screen taken unasked.
    else if (wanted !== undefined && !small.matches) open();
  };
  if (document.body) place();
  else addEventListener("DOMContentLoaded", place);
})();
