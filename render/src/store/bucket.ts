// Documents in a bucket of Cloud Storage, or of an emulator of it.
import { Storage } from '@google-cloud/storage'
import type { ResultPlace } from '../service/settings.ts'
import { folderOfTask } from './directory.ts'
import type { ResultStore } from './store.ts'

/** `url` is where the documents are read. Credentials are found as Google's clients find them; an emulator needs none. */
export function openBucket(
  { bucket: name, prefix, endpoint }: Extract<ResultPlace, { kind: 'bucket' }>,
  url: string,
): ResultStore {
  const storage = new Storage(endpoint === undefined ? {} : { apiEndpoint: endpoint })
  const bucket = storage.bucket(name)
  return {
    async keep({ taskId, filename, bytes, type }) {
      const folder = folderOfTask(taskId)
      const object = `${prefix}${folder}/${filename.toWellFormed()}`
      // An upload in one request is there whole or not at all; the client sends it again where that helps.
      await bucket
        .file(object)
        .save(Buffer.from(bytes), { resumable: false, contentType: type })
        .catch((error: unknown) => {
          throw bucketFault(error, `gs://${name}`)
        })
      return `${url}/${folder}/${encodeURIComponent(filename.toWellFormed())}`
    },
  }
}

/** The client's error has the whole request in it. */
function bucketFault(error: unknown, place: string): Error {
  const why = error instanceof Error ? error.message : String(error)
  return new Error(`The document cannot be kept in RESULT_STORE (${place}): ${why}`)
}
