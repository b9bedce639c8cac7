// @ts-check
// The list of files: choosing them, and a row for each with its progress.

import { h, icon } from "../dom.js";
import { extensionOf, splitName, formatPercent, formatSize } from "../format.js";
import { answerForm } from "./answer_form.js";

const IMAGES = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"];
const MAX_THUMBNAIL_BYTES = 12 * 1024 * 1024;

/** A button that opens the device's file chooser, or its camera.
 * @param {string} id @param {keyof typeof import("../dom.js").ICONS} iconName @param {string} label
 * @param {Record<string, unknown>} how @param {(files: File[]) => void} take */
function picker(id, iconName, label, how, take) {
  const input = h("input", {
    id,
    type: "file",
    className: "hidden",
    ...how,
    onchange: () => {
      take(Array.from(input.files ?? []));
      // So that the same file can be chosen again after it was removed.
      input.value = "";
    },
  });
  return { input, els: [input, h("label", { className: "chooser", htmlFor: id }, icon(iconName), label)] };
}

/** @param {FilesOptions} options */
export function filesForm({ words, uploads, limits, submit, showError, back }) {
  const add = (/** @type {File[]} */ files) => uploads.add(files);
  const accept = limits.accept ?? [];
  const { input, els: chooser } = picker("files", "attach", words.choose, { multiple: true, accept: accept.join(",") }, add);
  // The file chooser offers the camera too, but on some phones only after two taps.
  const camera =
    matchMedia("(pointer: coarse)").matches && accept.includes(".jpg")
      ? picker("camera", "camera", words.photo, { accept: "image/*", capture: "environment" }, add).els
      : [];
  const endings = (limits.types ?? accept).map((one) => one.slice(1)).join(", ");
  const which = h(
    "details",
    { className: "which" },
    h("summary", {}, words.which),
    h("p", {}, words.allowed({ types: endings, size: formatSize(limits.max_file_bytes ?? 0, words.intl), count: limits.max_files ?? 0 })),
  );
  const list = h("ul", { className: "files" });
  const total = h("p", { className: "small total" });
  const status = h("p", { className: "hidden", role: "status" });
  /** @type {Map<number, ReturnType<typeof row>>} */
  const rows = new Map();

  /** @param {Item} item */
  function row(item) {
    const [head, tail] = splitName(item.name);
    const bar = h("progress", { max: 1, value: 0, ariaLabel: item.name });
    const note = h("span", { className: "note" });
    const first = h("button", { type: "button", className: "icon-button" });
    const second = h("button", { type: "button", className: "icon-button" });
    const mark = h("span", { className: "mark", ariaHidden: "true" }, extensionOf(item.name).slice(1, 5) || "?");
    let url = "";
    if (item.file && IMAGES.includes(extensionOf(item.name)) && item.size < MAX_THUMBNAIL_BYTES) {
      url = URL.createObjectURL(item.file);
      const picture = h("img", { src: url, alt: "", width: 40, height: 40, onerror: () => picture.remove() });
      mark.append(picture);
    }
    const el = h(
      "li",
      { className: "file" },
      mark,
      h("span", { className: "about" }, h("bdi", { className: "name", title: item.name }, h("span", {}, head), h("span", {}, tail)), note, bar),
      first,
      second,
    );
    const remove = () => {
      const next = el.nextElementSibling ?? el.previousElementSibling;
      uploads.remove(item).then(() => /** @type {HTMLElement | null} */ (next?.querySelector("button:not([hidden])") ?? input)?.focus(), showError);
    };
    let shown = "";

    return {
      el,
      destroy: () => url && URL.revokeObjectURL(url),
      update() {
        const { state, sent } = item;
        bar.value = sent;
        const sizeText = item.size ? formatSize(item.size, words.intl) : "";
        const text =
          item.why ||
          (state === "waiting" ? `${sizeText} · ${words.waiting}` : state === "sending" ? `${sizeText} · ${sent < 1 ? formatPercent(sent, words.intl) : words.storing}` : `${sizeText} · ${words.stored}`);
        if (note.textContent !== text) note.textContent = text;
        if (shown === state) return;
        shown = state;
        el.dataset.state = state;
        const running = state === "waiting" || state === "sending";
        bar.hidden = !running;
        first.hidden = !(state === "failed" && item.file);
        first.replaceChildren(icon("retry"));
        first.ariaLabel = words.retryFile({ name: item.name });
        first.onclick = () => uploads.retry(item);
        second.replaceChildren(icon("close"));
        second.ariaLabel = running ? words.cancelFile({ name: item.name }) : words.removeFile({ name: item.name });
        second.onclick = remove;
        return state === "refused" || state === "failed";
      },
    };
  }

  const form = answerForm({
    words,
    body: [h("div", { className: "tray" }, ...chooser, ...camera, which), list, total, status],
    action: words.goOn({ count: 0 }),
    back,
    focus: () => input.focus(),
    submit: async () => {
      if (uploads.running.length > 0) return form.notify(words.stillSending({ count: uploads.running.length }));
      if (uploads.failed.length > 0) return form.notify(words.notArrived({ count: uploads.failed.length }));
      await submit();
    },
  });

  const update = () => {
    /** @type {HTMLElement | undefined} */
    let latest;
    for (const item of uploads.items) {
      let one = rows.get(item.key);
      if (!one) {
        one = row(item);
        rows.set(item.key, one);
        list.append(one.el);
        latest = one.el;
        if (item.state === "refused") status.textContent = item.why;
      }
      if (one.update()) latest = one.el;
    }
    for (const [key, one] of rows) {
      if (uploads.items.some((item) => item.key === key)) continue;
      one.destroy();
      one.el.remove();
      rows.delete(key);
    }
    list.hidden = rows.size === 0;
    const count = uploads.stored.length + uploads.running.length;
    const [sum, most] = [uploads.total, limits.max_session_bytes ?? 0].map((bytes) => formatSize(bytes, words.intl));
    total.textContent = count === 0 ? "" : limits.max_session_bytes ? words.totalOf({ count, size: sum, most }) : words.total({ count, size: sum });
    // Scrolls the new or refused file into view. scrollIntoView would also scroll the embedding page.
    if (latest) list.scrollTop += Math.max(0, latest.getBoundingClientRect().bottom - list.getBoundingClientRect().bottom);
    form.action(words.goOn({ count }));
    if (uploads.running.length === 0 && uploads.failed.length === 0) form.notify("");
  };
  update();

  const destroy = () => rows.forEach((one) => one.destroy());
  return { ...form, update, destroy, announce: (/** @type {string} */ text) => void (status.textContent = text) };
}
