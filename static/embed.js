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
  const origin = new URL(script.src).origin;
  const hex = (/^#?([0-9a-f]{3}){1,2}$/i.test(accent) ? accent : "1d5c57").replace("#", "").replace(/^(.)(.)(.)$/, "$1$1$2$2$3$3");
  const luminance = [0.2126, 0.7152, 0.0722].reduce((sum, weight, at) => sum + weight * (parseInt(hex.slice(at * 2, at * 2 + 2), 16) / 255) ** 2.2, 0);
  const small = matchMedia("(max-width:480px),(max-height:480px)");
  // Nobody wants a phone's whole screen taken unasked.
  let wanted = "open" in script.dataset && !small.matches;
  // A sandbox without allow-same-origin: the chat could not call its server, so it gets a tab of its own.
  const alone = page.origin === "null";
  // The language of the chat, as the server will choose it.
  const texts = EMBED_WORDS.split("|");
  const at = [lang, ...navigator.languages, "en"].map((one) => texts.indexOf(one.slice(0, 2))).find((one) => one >= 0);
  const [tongue, shut, failed, anew, tab] = texts.slice(at);
  /** @type {HTMLIFrameElement | undefined} */
  let frame;
  /** @type {Element | null | undefined} */
  let inside;
  /** Runs while a frame is awaited; 0 once it did not come in time. @type {number | undefined} */
  let timer;
  let placed = false;
  let ready = false;
  let greeting = {};

  /** @template {keyof HTMLElementTagNameMap} K
   * @param {K} tag @param {Partial<HTMLElementTagNameMap[K]>} props @param {(Node | string)[]} children */
  const make = (tag, props, ...children) => {
    const element = Object.assign(document.createElement(tag), props);
    element.append(...children);
    return element;
  };
  /** @param {{}} [more] */
  const address = (more) => `${origin}/widget?${new URLSearchParams({ accent: accent && `#${hex}`, lang, title, ...more })}`;
  const blank = { target: "_blank", rel: "noopener" };

  const host = document.createElement("anteroom-chat");
  const root = host.attachShadow({ mode: "open" });
  const launcher = make(alone ? "a" : "button", { className: "b l" }, label);
  const dialog = make("dialog", {
    ariaLabel: title,
    oncancel(event) {
      event.preventDefault();
      close();
    },
  });
  // Lies over the frame until the chat in it can be used: whatever comes instead, the visitor has a way out.
  const quit = make("button", { className: "x", ariaLabel: shut, onclick: close }, "×");
  const bar = make("header", {}, title, quit);
  const spinner = make("i", { role: "progressbar", ariaLabel: title }, "•••");
  const cover = make("div", { className: "c", lang: tongue, dir: /[\u0590-\u08ff]/.test(shut) ? "rtl" : "ltr" });
  // A constructed sheet needs no 'unsafe-inline' in the host's policy.
  const sheet = new CSSStyleSheet();
  // Above this luminance black reads better than white, and either is then at least 4.5 : 1.
  sheet.replaceSync(
    `${EMBED_STYLE}:host{--a:#${hex};--i:${luminance > 0.18 ? "#000" : "#fff"}${position === "left" ? ";--r:auto;--l:16px" : ""}}`,
  );
  root.adoptedStyleSheets = [sheet];

  // A reload must find the chat again before the visit counts as left, so this tab (and only it)
  // remembers that the visitor opened it. Storage may be forbidden: then a reload starts closed.
  /** @param {string} [value] "1" open, "0" closed, "" no visit; without it, what it is */
  const visit = (value) => {
    try {
      if (value === "") delete sessionStorage.anteroom;
      else if (value) sessionStorage.anteroom = value;
      return sessionStorage.anteroom;
    } catch {}
  };
  // The same visit after a reload, and not on another page.
  const again = !!visit() && /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"))[0]?.type !== "navigate";
  /** What a page opens again by itself is a chat that came, and none that may never come. */
  const keep = () => visit() && visit(ready && (inside || dialog.open) ? "1" : "0");
  /** @param {string} event */
  const emit = (event) => host.dispatchEvent(new Event(event));
  const tell = () => frame?.contentWindow?.postMessage(greeting, origin);

  const load = () => {
    frame?.remove();
    ready = false;
    frame = make("iframe", {
      title,
      src: address(inside ? { inline: 1 } : {}),
    });
    cover.replaceChildren(bar, spinner);
    (inside ? root : dialog).append(cover, frame);
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = 0;
      // Taken off the page together with its element.
      if (!host.isConnected) return;
      keep();
      spinner.replaceWith(
        make("p", { role: "alert" }, failed),
        make("button", { className: "b", onclick: retry }, anew),
        make("a", { href: address(), ...blank }, tab),
      );
      console.warn(`Anteroom: no chat from ${origin}. Is it up, with ${page.origin} in EMBED_ORIGINS?`);
    }, 8e3);
  };
  const retry = () => {
    load();
    quit.focus();
  };
  /** @param {boolean} auto opened by the page and not by a person: the chat then waits with storing anything, and the
   * focus stays where it is */
  const greet = (auto) => {
    greeting = { anteroom: "open", auto, again };
    if (ready) tell();
    else if (!timer) load();
  };

  // The on-screen keyboard shrinks only the visual viewport.
  const fit = () => {
    const view = visualViewport;
    const fill = dialog.open && small.matches && view;
    dialog.style.cssText = fill ? `height:${view.height}px;top:${view.offsetTop}px` : "";
  };
  visualViewport?.addEventListener("resize", fit);

  const show = () => {
    if (small.matches) dialog.showModal();
    else dialog.open = true;
    launcher.hidden = true;
    fit();
    keep();
    emit("open");
  };

  function open() {
    wanted = true;
    if (!placed || dialog.open) return;
    if (alone) return launcher.click();
    if (inside) return frame?.focus();
    const auto = !(navigator.userActivation?.isActive ?? true);
    greet(auto);
    // A chat that no person asked for shows itself when it has come.
    if (auto && !ready) return;
    show();
    if (!auto) (ready ? frame : quit)?.focus();
  }

  function close() {
    wanted = false;
    if (!dialog.open) return;
    dialog.close();
    launcher.hidden = false;
    launcher.focus();
    keep();
    emit("close");
  }

  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !ready) close();
  });

  addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== origin) return;
    const what = event.data?.anteroom;
    if (what === "ready") {
      ready = true;
      clearTimeout(timer);
      const focus = root.activeElement;
      cover.remove();
      if (focus) frame.focus();
      // One that comes late opens by itself no more.
      if (wanted && timer && !inside && !dialog.open) show();
      // Only now, as nothing in a hidden frame can take the focus.
      tell();
    }
    if (what === "close") close();
    if (what === "engaged") visit("1");
    keep();
    if (what === "complete" || what === "ended") {
      visit("");
      emit(what);
    }
  });

  const api = (page.Anteroom = {
    open,
    close,
    /** @param {string} event open, close, complete or ended @param {() => void} fn */
    on: (event, fn) => host.addEventListener(event, fn),
    /** @param {string} event @param {() => void} fn */
    off: (event, fn) => host.removeEventListener(event, fn),
    /** @param {(chat: object) => void} fn run when the chat can be used, which is now */
    push: (fn) => fn(api),
    here: () => !placed || host.isConnected,
  });

  const place = () => {
    placed = true;
    inside = container ? document.querySelector(container) : null;
    // Beside the body: pages that replace their body keep the chat, and its frame is not loaded anew.
    (inside || document.documentElement).append(host);
    if (inside) {
      host.className = "in";
      quit.remove();
    }
    if (alone) {
      if (inside) launcher.className = "b";
      Object.assign(launcher, { href: address(), ...blank });
      root.append(launcher);
    } else if (inside) greet(true);
    else {
      launcher.ariaHasPopup = "dialog";
      launcher.onclick = open;
      root.append(launcher, dialog);
      const was = visit();
      if (was) {
        wanted = was === "1";
        greet(!wanted);
      } else if (wanted) open();
    }
    before?.forEach?.(api.push);
  };
  if (document.body) place();
  else addEventListener("DOMContentLoaded", place);
})();
