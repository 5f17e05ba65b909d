// The disk of the SQLite file, of uploads and of objects is full, and freed again.
import { scenario } from '../scenario.ts'
import { smallDisk } from '../small_disk.ts'

let disk: ReturnType<typeof smallDisk>

scenario({
  name: 'the disk is full',
  stores: ['SQLite', 'memory', 'Redis'],
  async subject() {
    disk = smallDisk(400)
    // Objects of the store in memory are in the folder for temporary files.
    return {
      folder: disk.folder,
      env: { TMPDIR: disk.folder },
      [Symbol.asyncDispose]: () => disk[Symbol.asyncDispose](),
    }
  },
  faults: [{ what: 'the disk is full', lasts: 2500, inflict: (subject) => disk.fill(subject) }],
})
