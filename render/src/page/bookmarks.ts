// Bookmarks: the list beside the pages from which a reader goes to one of them (ISO 32000-1, 12.3.3).
import { referenceTo, textString, type NewObjects } from './new_objects.ts'

export interface Bookmark {
  readonly title: string
  /** Index of the page. */
  readonly page: number
  readonly children?: readonly Bookmark[]
}

/** Longer ones are cut off by readers. */
const LONGEST = 80

/** @param outline the number of the list itself; `pages` are those of the pages. */
export function writeBookmarks(
  objects: NewObjects,
  outline: number,
  bookmarks: readonly Bookmark[],
  pages: readonly number[],
): void {
  const list = writeList(objects, outline, bookmarks, pages)
  objects.write(outline, `<</Type /Outlines${list}>>`)
}

/** Returns the entries that name the list in what holds it. */
function writeList(
  objects: NewObjects,
  parent: number,
  bookmarks: readonly Bookmark[],
  pages: readonly number[],
): string {
  const numbers = bookmarks.map(() => objects.reserve())
  for (const [index, { title, page, children = [] }] of bookmarks.entries()) {
    const number = numbers[index]!
    const dest = `[${referenceTo(pages[page]!)} /Fit]`
    const around = entry('Prev', numbers[index - 1]) + entry('Next', numbers[index + 1])
    const inside = children.length === 0 ? '' : writeList(objects, number, children, pages)
    objects.write(
      number,
      `<</Title ${textString(shortened(title))} /Parent ${referenceTo(parent)} /Dest ${dest}${around}${inside}>>`,
    )
  }
  return entry('First', numbers[0]) + entry('Last', numbers.at(-1))
}

const entry = (name: string, number: number | undefined): string =>
  number === undefined ? '' : ` /${name} ${referenceTo(number)}`

const shortened = (title: string): string => {
  const characters = Array.from(title)
  return characters.length <= LONGEST ? title : `${characters.slice(0, LONGEST).join('')}…`
}
