/* A file of a text that is in the page, saved as the browser saves any. */
import {element} from "./element.js";

export function saveText(text, name, type) {
    const address = URL.createObjectURL(new Blob([text], {type: `${type};charset=utf-8`}));
    const link = element("a", {href: address, download: name, hidden: true});
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(() => URL.revokeObjectURL(address), 60000); /* the browser reads it by then */
}
