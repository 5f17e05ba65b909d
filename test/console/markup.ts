// What a person would copy from a page.

/** The text of each `<pre><code>`. */
export const codeBlocks = (page: string): string[] =>
  [...page.matchAll(/<pre[^>]*><code>([^]*?)<\/code>/g)].map((match) => decoded(match[1]!))

export const decoded = (markup: string): string =>
  markup
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
