// @ts-check
// Dropping files onto the chat, and pasting them.

import { h } from "../dom.js";

/** Lets files be dropped anywhere on the chat, or pasted, while `target` returns a list for them.
 * @param {HTMLElement} area @param {string} label @param {() => Uploads | null} target */
export function acceptDrops(area, label, target) {
  const overlay = h("div", { className: "drop", role: "status", hidden: true }, label);
  area.append(overlay);
  let depth = 0;
  const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files");
  const show = (/** @type {number} */ by) => {
    depth = Math.max(0, depth + by);
    overlay.hidden = depth === 0 || !target();
  };
  area.addEventListener("dragenter", (event) => hasFiles(event) && show(1));
  area.addEventListener("dragleave", (event) => hasFiles(event) && show(-1));
  // The browser would otherwise leave the chat and open the file.
  area.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
  const take = (/** @type {Event} */ event, /** @type {DataTransfer | null} */ data) => {
    event.preventDefault();
    const items = Array.from(data?.items ?? []).filter((item) => item.kind === "file");
    const folders = items.map((item) => item.webkitGetAsEntry()?.isDirectory);
    target()?.add(Array.from(data?.files ?? []), folders);
  };
  area.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    show(-depth);
    take(event, event.dataTransfer);
  });
  area.addEventListener("paste", (event) => {
    if (target() && event.clipboardData?.files.length) take(event, event.clipboardData);
  });
}
