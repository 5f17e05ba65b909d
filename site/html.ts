// Text in HTML.

export const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

/** From one page of the site to another: `reference/settings.html` → `../auth.html`. */
export const relativeTo = (from: string, to: string): string =>
  '../'.repeat(from.split('/').length - 1) + to
