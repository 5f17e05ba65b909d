// Names of documents, as files and as addresses.
import { expect, test } from 'vitest'
import { pathIn } from '../../src/store/directory.ts'
import { folderOfTask, safeFilename } from '../../src/store/safe_filename.ts'

test.each([
  ['Grid (a4).pdf', 'Grid (a4).pdf'],
  ['a/b"c (a4).pdf', 'a_b"c (a4).pdf'],
  ['..\\..\\etc\n\u0000 (a4).pdf', '_.._etc (a4).pdf'],
  ['../../x (a4).pdf', '_.._x (a4).pdf'],
  ['..', 'document.pdf'],
  ['\ud800 (a4).pdf', '\ufffd (a4).pdf'],
])('%j becomes %j, and stays so', (name, safe) => {
  expect(safeFilename(name)).toBe(safe)
  expect(safeFilename(safe)).toBe(safe)
})

test('a name is cut to 200 bytes between characters, and keeps its ending', () => {
  const cut = safeFilename(`${'ā€😀'.repeat(100)} (a4).pdf`)
  expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(200)
  expect(Buffer.byteLength(cut)).toBeGreaterThan(190)
  expect(cut).toMatch(/^(ā€😀)+ā?€?\.pdf$/u)
  expect(safeFilename(cut)).toBe(cut)
})

test('a task that is no plain name has a folder of its own all the same', () => {
  expect(folderOfTask('task-1')).toBe('task-1')
  const folders = ['../x', '..', '', 'a/b', 'a'.repeat(500)].map(folderOfTask)
  for (const folder of folders) expect(folder).toMatch(/^[0-9a-f]{64}$/)
  expect(new Set(folders).size).toBe(folders.length)
})

test('an address is a path only where it is a name that we would give', () => {
  expect(pathIn('/r', ['t', 'Grid (a4).pdf'])).toBe('/r/t/Grid (a4).pdf')
  for (const segments of [
    ['..', 'passwd'],
    ['t', '..'],
    ['t', '../../etc/passwd'],
    ['t', 'a\u0000.pdf'],
    ['t', '.hidden.part'],
    ['t'],
    ['t', 'u', 'v'],
    ['', 'a.pdf'],
  ])
    expect(pathIn('/r', segments)).toBeUndefined()
})
