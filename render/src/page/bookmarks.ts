// Bookmarks: the list beside the pages from which a reader goes to one of them.

export interface Bookmark {
  readonly title: string
  /** Index of the page. */
  readonly page: number
  readonly children?: readonly Bookmark[]
}

/** As pdfkit has it. */
interface Outline {
  addItem(title: string, options: { pageNumber: number; fit: boolean }): Outline
}

/** Longer ones are cut off by readers. */
const LONGEST = 80

export function writeBookmarks(outline: object, bookmarks: readonly Bookmark[]): void {
  for (const { title, page, children = [] } of bookmarks) {
    const item = (outline as Outline).addItem(shortened(title), { pageNumber: page, fit: true })
    writeBookmarks(item, children)
  }
}

const shortened = (title: string): string => {
  const characters = Array.from(title)
  return characters.length <= LONGEST ? title : `${characters.slice(0, LONGEST).join('')}…`
}
