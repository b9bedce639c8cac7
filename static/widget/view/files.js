// @ts-check
// The file tray: choosing and dropping files, and one row for each.

import { h, icon } from "../dom.js";
import { ending, halves, percent, size } from "../format.js";
import { answer } from "./answer.js";

const PICTURES = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"];
const THUMB_MOST = 12 * 1024 * 1024;

/** A button that opens the device's file chooser, or its camera.
 * @param {string} id @param {keyof typeof import("../dom.js").SHAPES} mark @param {string} label
 * @param {Record<string, unknown>} how @param {(files: File[]) => void} take */
function picker(id, mark, label, how, take) {
  const input = h("input", {
    id,
    type: "file",
    className: "hidden",
    ...how,
    onchange: () => {
      take(Array.from(input.files ?? []));
      // The same file may be chosen again after it was removed.
      input.value = "";
    },
  });
  return { input, els: [input, h("label", { className: "chooser", htmlFor: id }, icon(mark), label)] };
}

/** @param {FilesOptions} options */
export function filesAnswer({ words, uploads, limits, submit, trouble, back }) {
  const add = (/** @type {File[]} */ files) => uploads.add(files);
  const accept = limits.accept ?? [];
  const { input, els: chooser } = picker("files", "attach", words.choose, { multiple: true, accept: accept.join(",") }, add);
  // The ordinary chooser offers the camera too, but some phones hide it two taps away.
  const camera =
    matchMedia("(pointer: coarse)").matches && accept.includes(".jpg")
      ? picker("camera", "camera", words.photo, { accept: "image/*", capture: "environment" }, add).els
      : [];
  const endings = accept.map((one) => one.slice(1)).join(", ");
  const which = h(
    "details",
    { className: "which" },
    h("summary", {}, words.which),
    h("p", {}, words.allowed({ types: endings, size: size(limits.max_file_bytes ?? 0, words.intl), count: limits.max_files ?? 0 })),
  );
  const list = h("ul", { className: "files" });
  const total = h("p", { className: "small total" });
  const status = h("p", { className: "hidden", role: "status" });
  /** @type {Map<number, ReturnType<typeof row>>} */
  const rows = new Map();

  /** @param {Item} item */
  function row(item) {
    const [head, tail] = halves(item.name);
    const bar = h("progress", { max: 1, value: 0, ariaLabel: item.name });
    const note = h("span", { className: "note" });
    const first = h("button", { type: "button", className: "icon-button" });
    const second = h("button", { type: "button", className: "icon-button" });
    const mark = h("span", { className: "mark", ariaHidden: "true" }, ending(item.name).slice(1, 5) || "?");
    let url = "";
    if (item.file && PICTURES.includes(ending(item.name)) && item.size < THUMB_MOST) {
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
      uploads.remove(item).then(() => /** @type {HTMLElement | null} */ (next?.querySelector("button:not([hidden])") ?? input)?.focus(), trouble);
    };
    let shown = "";

    return {
      el,
      done: () => url && URL.revokeObjectURL(url),
      update() {
        const { state, sent } = item;
        bar.value = sent;
        const kilo = item.size ? size(item.size, words.intl) : "";
        const text =
          item.why ||
          (state === "waiting" ? `${kilo} · ${words.waiting}` : state === "sending" ? `${kilo} · ${sent < 1 ? percent(sent, words.intl) : words.storing}` : `${kilo} · ${words.stored}`);
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

  const frame = answer({
    words,
    body: [h("div", { className: "tray" }, ...chooser, ...camera, which), list, total, status],
    action: words.goOn({ count: 0 }),
    back,
    focus: () => input.focus(),
    submit: async () => {
      if (uploads.running.length > 0) return frame.say(words.stillSending({ count: uploads.running.length }));
      if (uploads.failed.length > 0) return frame.say(words.notArrived({ count: uploads.failed.length }));
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
      one.done();
      one.el.remove();
      rows.delete(key);
    }
    list.hidden = rows.size === 0;
    const count = uploads.stored.length + uploads.running.length;
    const [sum, most] = [uploads.total, limits.max_session_bytes ?? 0].map((bytes) => size(bytes, words.intl));
    total.textContent = count === 0 ? "" : limits.max_session_bytes ? words.totalOf({ count, size: sum, most }) : words.total({ count, size: sum });
    // What is new or has just been refused is in sight; only the list scrolls, never the host's page.
    if (latest) list.scrollTop += Math.max(0, latest.getBoundingClientRect().bottom - list.getBoundingClientRect().bottom);
    frame.action(words.goOn({ count }));
    if (uploads.running.length === 0 && uploads.failed.length === 0) frame.say("");
  };
  update();

  const gone = () => rows.forEach((one) => one.done());
  return { ...frame, update, gone, announce: (/** @type {string} */ text) => void (status.textContent = text) };
}

/** Files may be dropped anywhere on the chat while the tray is up, or pasted.
 * @param {HTMLElement} area @param {string} label @param {() => Uploads | null} target */
export function acceptDrops(area, label, target) {
  const over = h("div", { className: "drop", role: "status", hidden: true }, label);
  area.append(over);
  let depth = 0;
  const files = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files");
  const show = (/** @type {number} */ by) => {
    depth = Math.max(0, depth + by);
    over.hidden = depth === 0 || !target();
  };
  area.addEventListener("dragenter", (event) => files(event) && show(1));
  area.addEventListener("dragleave", (event) => files(event) && show(-1));
  // Without this the browser would leave the chat and open the file.
  area.addEventListener("dragover", (event) => files(event) && event.preventDefault());
  const take = (/** @type {Event} */ event, /** @type {DataTransfer | null} */ data) => {
    event.preventDefault();
    target()?.add(Array.from(data?.files ?? []));
  };
  area.addEventListener("drop", (event) => {
    if (!files(event)) return;
    show(-depth);
    take(event, event.dataTransfer);
  });
  area.addEventListener("paste", (event) => {
    if (target() && event.clipboardData?.files.length) take(event, event.clipboardData);
  });
}
