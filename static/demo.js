// @ts-check
// What a customer's own page may do with the chat: open it from a button of its own.
document.querySelector("#start")?.addEventListener("click", () => /** @type {any} */ (window).Anteroom?.open());
