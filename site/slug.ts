// `## The path of a request` is linked to as `#the-path-of-a-request`, in a repository's pages and in the site.

export const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-')
