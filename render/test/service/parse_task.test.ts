// What a task of kind `task#render` must have, and what is said of one that has not.
import { describe, expect, test } from 'vitest'
import { parseTask } from '../../src/service/parse_task.ts'
import { fieldsOf } from '../../src/service/task_fields.ts'
import { TaskError } from '../../src/task_error.ts'

const task = {
  kind: 'task#render',
  resource_slug: 'grid',
  resource_name: 'Grid',
  resource_view: 'grid',
  paper_size: 'a4',
  copies: 1,
  url: 'https://example.org/grid',
}

function refusal(fields: Readonly<Record<string, unknown>>): { field: string; message: string } {
  try {
    parseTask(fields)
  } catch (error) {
    if (error instanceof TaskError) return { field: error.field, message: error.message }
    throw error
  }
  throw new Error('the task was taken')
}

test('a task without header_text is an order without one', () => {
  expect(parseTask(task)).toEqual({
    view: 'grid',
    resourceName: 'Grid',
    headerText: '',
    url: 'https://example.org/grid',
    paperSize: 'a4',
    copies: 1,
    language: 'en',
    options: {},
  })
})

test('a task may name its language, and none that there is not', () => {
  expect(parseTask({ ...task, language: 'de' }).language).toBe('de')
  expect(parseTask({ ...task, language: null }).language).toBe('en')
  for (const language of ['xx', 'DE', '', 1, false]) {
    const { field, message } = refusal({ ...task, language })
    expect(field).toBe('language')
    expect(message).toMatch(/for option language is not in: \['en', 'de'.*\]\.$/u)
  }
})

test('what is missing is said in the order of the original, whatever else is wrong', () => {
  const said: string[] = []
  const fields: Record<string, unknown> = { resource_view: null, copies: null }
  for (const [name, value] of Object.entries({ ...task, copies: 0 }).slice(1)) {
    said.push(refusal(fields).message)
    fields[name] = value
  }
  expect(said).toEqual([
    'Task must specify the resource slug.',
    'Task must specify the resource name.',
    'Task must specify the resource view.',
    'Task must specify paper size.',
    'Task must specify number of copies.',
    'Task must specify the url.',
  ])
})

describe('copies', () => {
  test.each([0, -1, 51, '2', 1.5, true, [1], {}])('%j are refused', (copies) => {
    const { field, message } = refusal({ ...task, copies })
    expect(field).toBe('copies')
    expect(message).toMatch(/^Value \(.+\) for copies must be a whole number from 1 to 50\.$/)
  })

  test.each([1, 50])('%i are taken', (copies) => {
    expect(parseTask({ ...task, copies }).copies).toBe(copies)
  })
})

test.each([
  ['paper_size', 'A4', "Value (A4) for option paper_size is not in: ['a4', 'letter']."],
  ['paper_size', true, "Value (True) for option paper_size is not in: ['a4', 'letter']."],
  ['resource_name', 5, 'Value of resource_name must be text, not 5.'],
  ['header_text', { b: 1 }, 'Value of header_text must be text, not {"b":1}.'],
  [
    'header_text',
    'x'.repeat(900_000),
    'Value of header_text has 900000 characters, but may have at most 1000.',
  ],
  ['css', '/etc/hostname', 'Task cannot choose a file for its css; leave it out.'],
  ['template', '../x', 'Task cannot choose a file for its template; leave it out.'],
])('%s: %.20j is refused in a sentence', (field, value, message) => {
  expect(refusal({ ...task, [field]: value })).toEqual({ field, message })
})

describe('resource_view', () => {
  test("may have Python's ending", () => {
    expect(parseTask({ ...task, resource_view: 'grid.py' }).view).toBe('grid')
  })

  test.each(['GRID', '../x', 'os.path', '', 'utils', 'constructor', '__proto__'])(
    '%j is no name of one',
    (view) => {
      const { field, message } = refusal({ ...task, resource_view: view })
      expect(field).toBe('resource_view')
      expect(message).toMatch(/^There is no resource view ".*", only .*grid/)
    },
  )
})

test.each([null, [], 'task', 5, true])('%j is no task', (message) => {
  expect(() => fieldsOf(message)).toThrow('Task must be a JSON object.')
})
