// What a bench has drawn.
import type { Order } from '../src/draw.ts'
import { worksheets, type WorksheetName } from '../src/worksheets/index.ts'

/** The first values of all options, or the last: with all that a worksheet can show, or with little. */
export const orderFor = (view: WorksheetName, choice: 0 | -1, copies: number): Order => ({
  view,
  paperSize: 'a4',
  options: Object.fromEntries(
    Object.entries(worksheets[view].options).map(([name, values]) => [name, values.at(choice)!]),
  ),
  copies,
  headerText: 'Room 4',
  resourceName: view,
  url: 'https://example.org/worksheet',
  seed: 'bench',
})
