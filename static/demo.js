// @ts-check
// Shows how a customer's page opens the chat from its own button.
document.querySelector("#start")?.addEventListener("click", () => /** @type {any} */ (window).Anteroom?.open());
