/* Texts into the clipboard, also where the browser gives pages no clipboard (plain http on another
 * machine than this one). */

/* By selecting the text in a field and having the browser copy what is selected. */
function copySelected(text) {
    const field = document.createElement("textarea");
    const focused = document.activeElement;
    field.value = text;
    field.readOnly = true;
    field.className = "visually-hidden";
    (focused?.closest("dialog") ?? document.body).append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    focused?.focus({preventScroll: true});
    return isCopied;
}

/* Resolves to whether the browser took the text. */
export async function copyText(text) {
    try {
        if (window.isSecureContext && navigator.clipboard) {
            await navigator.clipboard.writeText(text);
            return true;
        }
    } catch {
        /* not allowed: by policy, or as the page has no focus; the other way may be */
    }
    try {
        return copySelected(text);
    } catch {
        return false;
    }
}
