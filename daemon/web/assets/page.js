// What every page runs. The pages work without it.

/** Tells whoever listens that results stand in the page: those it came with, or new ones. */
export function announceResults(results) {
  document.dispatchEvent(new CustomEvent('tip:results', { detail: results }));
}

const results = document.getElementById('results');
if (results) announceResults(results);
