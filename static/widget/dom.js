// @ts-check
// Builds elements. Children are text nodes or elements, never markup.

/** @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown>} [props] properties where the element has them, else attributes
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]} */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null) continue;
    if (name in element) /** @type {any} */ (element)[name] = value;
    else element.setAttribute(name, String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

export const ICONS = {
  close: "M6 6l12 12M18 6L6 18",
  more: "M12 5a.6.6 0 1 0 .01 0zM12 11.4a.6.6 0 1 0 .01 0zM12 17.8a.6.6 0 1 0 .01 0z",
  send: "M12 19V5M6 11l6-6 6 6",
  retry: "M19 12a7 7 0 1 1-2-5l2 2M19 4v5h-5",
  attach: "M12 16V4M7 9l5-5 5 5M4 16v4h16v-4",
  check: "M5 12.5l4.5 4.5L19 7",
  edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  camera: "M4 8h4l1.5-2h5L16 8h4v11H4zM12 16.5a3.2 3.2 0 1 0-.01 0z",
  list: "M4 6.5h16M4 12h16M4 17.5h16",
  stop: "M8 8h8v8H8z",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  up: "M8 11v9H4v-9zM8 11l4-8c2 0 2.6 1.4 2.2 3L13.5 10H20l-1.5 10H8",
  down: "M8 13V4H4v9zM8 13l4 8c2 0 2.6-1.4 2.2-3l-.7-4H20L18.5 4H8",
  mail: "M3 6h18v12H3zM3 7l9 6 9-6",
};

/** @param {keyof typeof ICONS} name */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}
