// What a call of the client needs: a bucket, an object, a notification and a key, in a fork of their own.
import {
  Storage,
  type Bucket,
  type File,
  type HmacKey,
  type Notification,
} from '@google-cloud/storage'

/** Where the client is told which version is meant. */
export type Precondition = 'none' | 'call' | 'instance'

export interface World {
  readonly storage: Storage
  readonly bucket: Bucket
  readonly file: File
  readonly notification: Notification
  readonly hmacKey: HmacKey
  readonly precondition: Precondition
  /** Options of a call that says which version of the bucket it means. */
  readonly ofBucket: { readonly ifMetagenerationMatch?: number }
  /** The same of the object. */
  readonly ofFile: { readonly ifGenerationMatch?: number | string }
  /** The same of one that is not there yet. */
  readonly ofNone: { readonly ifGenerationMatch?: number }
}

/** `fork`: of the emulator at `url`, to which all requests of the client go. */
export async function worldIn(
  url: string,
  fork: string,
  precondition: Precondition,
): Promise<World> {
  const storage = new Storage({
    apiEndpoint: url,
    projectId: 'p',
    retryOptions: { retryDelayMultiplier: 0.01 }, // as the client's own tests have it
  })
  storage.interceptors.push({
    request: (options) => {
      options.headers = { ...options.headers, 'x-emulator-fork': fork }
      return options as ReturnType<Storage['interceptors'][number]['request']>
    },
  })
  const [made] = await storage.createBucket('bucket')
  await made.setLabels({ made: 'changed' }) // metageneration 2
  const [notification] = await made.createNotification('topic')
  const [hmacKey] = await storage.createHmacKey('account@p.iam.gserviceaccount.com')
  const written = made.file('file')
  await written.save('contents')
  const generation = written.metadata.generation!
  const isOfInstance = precondition === 'instance'
  const bucket = isOfInstance
    ? storage.bucket('bucket', { preconditionOpts: { ifMetagenerationMatch: 2 } })
    : made
  const file = isOfInstance
    ? bucket.file('file', {
        preconditionOpts: { ifGenerationMatch: Number(generation), ifMetagenerationMatch: 1 },
      })
    : written
  if (isOfInstance) file.metadata = written.metadata
  const isOfCall = precondition === 'call'
  return {
    storage,
    bucket,
    file,
    notification,
    hmacKey,
    precondition,
    ofBucket: isOfCall ? { ifMetagenerationMatch: 2 } : {},
    ofFile: isOfCall ? { ifGenerationMatch: Number(generation) } : {},
    ofNone: isOfCall ? { ifGenerationMatch: 0 } : {},
  }
}
