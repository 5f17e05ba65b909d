// The folder of large documents: what is written, and which addresses lead there.
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { folderOfTask, openDirectory, pathIn } from '../../src/store/directory.ts'

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'store-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

const document = {
  filename: 'Grid ½ (a4).pdf',
  bytes: Buffer.from('%PDF'),
  type: 'application/pdf',
}

test('a document is whole at its address; the same task replaces it', async () => {
  const root = await newFolder()
  const store = openDirectory(root, 'http://localhost:1/results')
  await store.keep({ ...document, taskId: 't', bytes: Buffer.from('old') })
  const url = await store.keep({ ...document, taskId: 't' })
  expect(url).toBe('http://localhost:1/results/t/Grid%20%C2%BD%20(a4).pdf')
  const segments = new URL(url).pathname.split('/').slice(2).map(decodeURIComponent)
  expect(await readFile(pathIn(root, segments)!, 'utf8')).toBe('%PDF')
  expect(await readdir(join(root, 't'))).toEqual([document.filename])
})

test('where a document cannot be kept, that is said, and nothing half is left', async () => {
  const root = await newFolder()
  await symlink('/dev/full', join(root, 't'))
  const store = openDirectory(root, 'http://localhost:1/results')
  await expect(store.keep({ ...document, taskId: 't' })).rejects.toThrow(/ENOTDIR|EEXIST/)
  expect(await readdir(root)).toEqual(['t'])
})

test('a task that is no plain name has a folder of its own all the same', () => {
  expect(folderOfTask('task-1')).toBe('task-1')
  const folders = ['../x', '..', '', 'a/b', 'a'.repeat(500)].map(folderOfTask)
  for (const folder of folders) expect(folder).toMatch(/^[0-9a-f]{64}$/)
  expect(new Set(folders).size).toBe(folders.length)
})

test('an address is a path only where it can be the name of a document', () => {
  expect(pathIn('/r', ['t', 'Grid (a4).pdf'])).toBe('/r/t/Grid (a4).pdf')
  for (const segments of [
    ['..', 'passwd'],
    ['.', 'passwd'],
    ['t', '..'],
    ['t', '.'],
    ['t', ''],
    ['t', '../../etc/passwd'],
    ['t', '..\\x'],
    ['t', 'a\u0000.pdf'],
    ['t', 'x.part'],
    ['t'],
    ['t', 'u', 'v'],
    ['', 'a.pdf'],
  ])
    expect(pathIn('/r', segments)).toBeUndefined()
})

/** A disk of 64 KiB at a folder; undefined where this user may not mount one. */
function smallDisk(folder: string): Disposable | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    return undefined
  }
  return { [Symbol.dispose]: () => void execFileSync('umount', [folder]) }
}

test('a full disk says so, keeps no half of a document, and takes the next that fits', async ({
  skip,
}) => {
  const root = await newFolder()
  using disk = smallDisk(root)
  if (disk === undefined) skip('this user may not mount a disk')
  const store = openDirectory(root, 'http://localhost:1/results')
  await expect(
    store.keep({ ...document, taskId: 't', bytes: Buffer.alloc(2 ** 20) }),
  ).rejects.toThrow(
    `The document cannot be kept in RESULT_STORE (${root}): the disk is full; free some space (ENOSPC).`,
  )
  expect(await readdir(join(root, 't'))).toEqual([])
  await store.keep({ ...document, taskId: 't' })
  expect(await readdir(join(root, 't'))).toEqual([document.filename])
})
