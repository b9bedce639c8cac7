// @ts-check
// The script that a customer's page adds: a launcher, and an iframe with the chat once it is opened. Before that nothing
// is requested and nothing is stored.
(() => {
  const global = /** @type {any} */ (window);
  // A module is no current script.
  const script = /** @type {any} */ (document.currentScript || document.querySelector("script[src*='/embed.js']"));
  // Options, or functions that the page pushed into an array before this script was loaded.
  const queue = global.Anteroom;
  // Page builders often add the snippet twice: the first one wins while its chat is on the page.
  if (queue?.here?.()) return;

  const options = { ...queue, ...script?.dataset };
  const { accent = "", position, lang = document.documentElement.lang, label = "Chat with us", title = label, container } = options;
  // An optimizer puts this script into a file of the page's own. The server writes its own address into it.
  const origin = /^(https?:..[^/]+)\/embed\.js/.exec(script?.src)?.[1] ?? SERVER_ORIGIN;
  const hex = (/^#?([0-9a-f]{3}){1,2}$/i.test(accent) ? accent : "1d5c57").replace("#", "").replace(/^(.)(.)(.)$/, "$1$1$2$2$3$3");
  const luminance = [0.21, 0.72, 0.07].reduce((sum, weight, at) => sum + weight * (parseInt(hex.slice(at * 2, at * 2 + 2), 16) / 255) ** 2.2, 0);
  const small = matchMedia("(max-width:480px),(max-height:480px)");
  // On a phone the chat would cover the whole screen unasked.
  let shouldOpen = /^(true)?$/.test(options.open) && !small.matches;
  // Without it, as in Safari before 16.4, the rest would not work either.
  const canAdopt = "adoptedStyleSheets" in document;
  // In a sandbox without allow-same-origin the chat could not call its server. There it opens in a new tab.
  const onlyLink = global.origin === "null" || !canAdopt;
  // The language that the server will choose for the chat.
  const texts = EMBED_WORDS.split("|");
  const first = [lang, ...navigator.languages, "en"].map((one) => texts.indexOf(one.slice(0, 2))).find((one) => one >= 0);
  const [chatLang, closeText, failedText, retryText, tabText] = texts.slice(first);
  /** @type {HTMLIFrameElement | undefined} */
  let frame;
  /** @type {Element | null | undefined} */
  let inlineParent;
  /** What holds the frame. @type {HTMLElement} */
  let box;
  /** Set while the frame loads; 0 once it took too long. @type {number | undefined} */
  let timer;
  let placed = false;
  let ready = false;
  let greeting = {};
  /** Returns a token of the site's user; without one, the chat is that of visitors. @type {(() => unknown) | undefined} */
  let identity;

  /** @template {keyof HTMLElementTagNameMap} K
   * @param {K} tag @param {Partial<HTMLElementTagNameMap[K]>} props @param {(Node | string)[]} children */
  const make = (tag, props, ...children) => {
    const element = Object.assign(document.createElement(tag), props);
    element.append(...children);
    return element;
  };
  /** @param {{}} [more] */
  const chatUrl = (more) => `${origin}/${identity ? "chat" : "widget"}?${new URLSearchParams({ accent: accent && hex, lang, title, ...more })}`;

  const host = document.createElement("anteroom-chat");
  const root = host.attachShadow({ mode: "open" });
  const launcher = make(onlyLink ? "a" : "button", { className: "b l" }, label);
  const dialog = make("dialog", {
    ariaLabel: title,
    oncancel(event) {
      event.preventDefault();
      close();
    },
  });
  // Covers the frame until its chat is ready, so that the visitor can close it even if something else loads there.
  const closeButton = make("button", { className: "x", ariaLabel: closeText, onclick: close }, "×");
  const bar = make("header", {}, title, closeButton);
  const spinner = make("progress", { ariaLabel: title });
  const cover = make("div", { className: "c", lang: chatLang, dir: chatLang === "ar" ? "rtl" : "ltr" });
  // Above this luminance black text has more contrast than white; the contrast is at least 4.5 : 1 either way.
  const style = `${EMBED_STYLE}:host{--a:#${hex};--i:${luminance > 0.18 ? "#000" : "#fff"}${position === "left" ? ";--r:auto;--l:16px" : ""}}`;
  if (canAdopt) {
    // A constructed style sheet needs no 'unsafe-inline' in the page's policy.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
  } else root.append(make("style", {}, style));

  // After a reload the chat has to load before the server counts the session as left, so this tab remembers that the
  // visitor opened it. If storage is forbidden, a reload starts closed.
  /** @param {string} [value] "1" open, "0" closed, "" no session; if missing, the stored value is returned */
  const remembered = (value) => {
    try {
      if (value != null) sessionStorage.anteroom = value;
      return sessionStorage.anteroom;
    } catch {}
  };
  // Whether this is a reload, and not another page.
  const again = !!remembered() && /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"))[0]?.type !== "navigate";
  /** Remembers as open only a chat that has loaded: one that fails must not open again on the next page. */
  const rememberOpen = () => remembered() && remembered(ready && (inlineParent || dialog.open) ? "1" : "0");
  /** @param {string} event */
  const emit = (event) => host.dispatchEvent(new Event(event));
  /** @param {object} message */
  const post = (message) => frame?.contentWindow?.postMessage(message, origin);

  const load = () => {
    frame?.remove();
    ready = false;
    frame = make("iframe", {
      title,
      src: chatUrl(inlineParent ? { inline: 1 } : {}),
    });
    cover.replaceChildren(bar, spinner);
    box.append(cover, frame);
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = 0;
      // The element was removed from the page.
      if (!host.isConnected) return;
      rememberOpen();
      spinner.replaceWith(
        make("p", { role: "alert" }, failedText),
        make("button", { className: "b", onclick: retry }, retryText),
        make("a", { href: chatUrl(), target: "_blank" }, tabText),
      );
      console.warn(`Anteroom: nothing from ${origin}. Is ${global.origin} in EMBED_ORIGINS?`);
    }, 8e3);
  };
  const retry = () => {
    load();
    closeButton.focus();
  };
  /** @param {boolean} auto opened by the page and not by a person: the chat then stores nothing yet and does not take the
   * focus */
  const requestChat = (auto) => {
    greeting = { anteroom: "open", auto, again };
    if (ready) post(greeting);
    else if (!timer) load();
  };

  // The on-screen keyboard makes only the visual viewport smaller.
  const view = /** @type {VisualViewport} */ (visualViewport);
  const fitViewport = () => {
    dialog.style.cssText = dialog.open && small.matches ? `height:${view.height}px;top:${view.offsetTop}px` : "";
  };
  view.addEventListener("resize", fitViewport);

  const show = () => {
    if (small.matches) dialog.showModal();
    else dialog.open = true;
    launcher.hidden = true;
    fitViewport();
    rememberOpen();
    emit("open");
  };

  function open() {
    shouldOpen = true;
    if (!placed || dialog.open) return;
    if (onlyLink) return launcher.click();
    if (inlineParent) return frame?.focus();
    const auto = !(navigator.userActivation?.isActive ?? true);
    requestChat(auto);
    // A chat that the page opens is shown when it has loaded.
    if (auto && !ready) return;
    show();
    if (!auto) (ready ? frame : closeButton)?.focus();
  }

  function close() {
    shouldOpen = false;
    if (!dialog.open) return;
    dialog.close();
    launcher.hidden = false;
    launcher.focus();
    rememberOpen();
    emit("close");
  }

  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !ready) close();
  });

  addEventListener("message", (event) => {
    if (event.source !== frame?.contentWindow || event.origin !== origin) return;
    const message = event.data?.anteroom;
    if (message === "ready") {
      ready = true;
      clearTimeout(timer);
      const focus = root.activeElement;
      cover.remove();
      if (focus) frame.focus();
      // A chat that loads too late does not open by itself.
      if (shouldOpen && timer && !inlineParent && !dialog.open) show();
      // Now that the frame is visible, its content can take the focus.
      post(greeting);
    }
    if (message === "token") {
      /** @param {any} [token] */
      const answer = async (token) => {
        try {
          token = await /** @type {any} */ (identity)();
        } catch {}
        post({ anteroom: message, token });
      };
      answer();
    }
    if (message === "close") close();
    if (message === "engaged") remembered("1");
    rememberOpen();
    if (/^(complete|ended)$/.test(message)) {
      remembered("");
      emit(message);
    }
  });

  const api = (global.Anteroom = {
    open,
    close,
    /** Changes between the chat of visitors and that of members; nothing of one stays in the other.
     * @param {() => unknown} [how] returns a token of the site's user, again when it has expired */
    identify(how) {
      const same = !how === !identity;
      identity = how;
      same || !frame || load();
    },
    /** The site's user has signed out. */
    forget: () => api.identify(),
    /** Takes the name of an event (open, close, complete or ended) and a function. */
    on: host.addEventListener.bind(host),
    off: host.removeEventListener.bind(host),
    /** @param {(chat: object) => void} fn called at once, because the chat can be used now */
    push: (fn) => fn(api),
    here: () => !placed || host.isConnected,
  });

  const place = () => {
    placed = true;
    inlineParent = container ? document.querySelector(container) : null;
    // Next to the body: on pages that replace their body the chat stays, and its frame is not loaded again.
    (inlineParent || document.documentElement).append(host);
    if (onlyLink) {
      if (inlineParent) launcher.className = "b";
      Object.assign(launcher, { href: chatUrl(), target: "_blank" });
      root.append(launcher);
    } else if (inlineParent) {
      closeButton.remove();
      root.append((box = make("div", { className: "in" })));
    } else {
      launcher.ariaHasPopup = "dialog";
      launcher.onclick = open;
      root.append(launcher, (box = dialog));
    }
    // Before anything is loaded: the page may say whose chat it is.
    queue?.forEach?.(api.push);
    if (onlyLink || frame) return;
    const previous = inlineParent || remembered();
    if (previous) {
      shouldOpen = previous === "1";
      requestChat(!shouldOpen);
    } else if (shouldOpen) open();
  };
  if (document.body) place();
  else addEventListener("DOMContentLoaded", place);
})();
