/* On paper a link is its address, whole: a style sheet knows only the part that stands in the page. */

/* From now on each link to a passage has its address (data-address) before it is printed. */
export function printAddresses() {
    window.addEventListener("beforeprint", () => {
        for (const link of document.querySelectorAll("main a[href^='/read/']")) {
            link.dataset.address = link.href;
        }
    });
}
