// A task of kind `task#print`, checked: which web page, on what paper, under what name.
import { TaskError } from '../task_error.ts'
import { required, shown, textIn, type Fields } from '../service/task_fields.ts'
import { allows } from './origins.ts'

export interface PrintOrder {
  readonly url: string
  readonly paperSize: 'a4' | 'letter'
  readonly headerText: string
  readonly resourceName: string
}

/** @throws TaskError for the first thing that is wrong. */
export function parsePrintTask(fields: Fields, origins: readonly string[]): PrintOrder {
  required(fields, 'resource_name', 'the resource name')
  const paperSize = required(fields, 'paper_size', 'paper size')
  required(fields, 'url', 'the url')
  if (paperSize !== 'a4' && paperSize !== 'letter')
    throw new TaskError(
      'paper_size',
      `Value (${shown(paperSize)}) for option paper_size is not in: ['a4', 'letter'].`,
    )
  const url = URL.parse(textIn(fields, 'url'))
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new TaskError('url', `Value (${shown(fields['url'])}) for url is no http address.`)
  if (!allows(origins, url))
    throw new TaskError(
      'url',
      `The page ${url.origin} must not be printed; PRINT_ORIGINS allows ${origins.join(', ')}.`,
    )
  return {
    url: url.href,
    paperSize,
    headerText: textIn(fields, 'header_text'),
    resourceName: textIn(fields, 'resource_name'),
  }
}
