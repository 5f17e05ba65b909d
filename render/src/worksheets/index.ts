// All worksheets, by the name that a task calls them.
import { grid } from './grid.ts'
import type { Worksheet } from './worksheet.ts'

const all = {
  grid,
}

export type WorksheetName = keyof typeof all

export const worksheets: Readonly<Record<WorksheetName, Worksheet>> = all
