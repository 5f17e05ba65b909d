// Calls of the client by the method that they come to; the names are the client's.
import { randomBytes, randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { World } from './world.ts'

type Call = (world: World, folder: string) => Promise<unknown>

const METADATA = { contentType: 'font/ttf', metadata: { my: 'own' } }
const MEBIBYTE = 1024 * 1024
const PIECES = { resumable: true, chunkSize: 2 * MEBIBYTE }

export const calls: Readonly<Record<string, Readonly<Record<string, Call>>>> = {
  'storage.buckets.delete': {
    'bucket.delete': async ({ bucket }) => {
      await bucket.deleteFiles()
      await bucket.delete()
    },
  },
  'storage.buckets.get': {
    'bucket.get': ({ bucket }) => bucket.get(),
    'bucket.getLabels': ({ bucket }) => bucket.getLabels(),
    'bucket.getMetadata': ({ bucket }) => bucket.getMetadata(),
    'bucket.exists': ({ bucket }) => bucket.exists(),
  },
  'storage.buckets.getIamPolicy': {
    'bucket.iam.getPolicy': ({ bucket }) => bucket.iam.getPolicy({ requestedPolicyVersion: 1 }),
  },
  'storage.buckets.insert': {
    'storage.createBucket': ({ storage }) => storage.createBucket('another'),
    'bucket.create': ({ storage }) => storage.bucket('another').create(),
  },
  'storage.buckets.list': {
    'storage.getBuckets': ({ storage }) => storage.getBuckets(),
    'storage.getBucketsStream': ({ storage }) => ended(storage.getBucketsStream()),
  },
  'storage.buckets.lockRetentionPolicy': {
    'bucket.lock': async ({ storage }) => {
      const [own] = await storage.createBucket('locked', {
        retentionPolicy: { retentionPeriod: 9 },
      })
      await own.lock(own.metadata.metageneration!)
    },
  },
  'storage.buckets.testIamPermissions': {
    'bucket.iam.testPermissions': ({ bucket }) => bucket.iam.testPermissions('storage.buckets.get'),
  },
  'storage.projects.hmacKeys.delete': {
    'hmacKey.delete': async ({ hmacKey }) => {
      await hmacKey.setMetadata({ state: 'INACTIVE' })
      await hmacKey.delete()
    },
  },
  'storage.projects.hmacKeys.get': {
    'hmacKey.get': ({ hmacKey }) => hmacKey.get(),
    'hmacKey.getMetadata': ({ hmacKey }) => hmacKey.getMetadata(),
  },
  'storage.projects.hmacKeys.list': {
    'storage.getHmacKeysStream': ({ storage }) => ended(storage.getHmacKeysStream()),
  },
  'storage.projects.hmacKeys.create': {
    'storage.createHmacKey': ({ storage }) => storage.createHmacKey('b@p.iam.gserviceaccount.com'),
  },
  'storage.notifications.delete': {
    'notification.delete': ({ notification }) => notification.delete(),
  },
  'storage.notifications.get': {
    'notification.get': ({ notification }) => notification.get(),
    'notification.getMetadata': ({ notification }) => notification.getMetadata(),
    'notification.exists': ({ notification }) => notification.exists(),
  },
  'storage.notifications.list': {
    'bucket.getNotifications': ({ bucket }) => bucket.getNotifications(),
  },
  'storage.notifications.insert': {
    'bucket.createNotification': ({ bucket }) => bucket.createNotification('another'),
    'notification.create': ({ bucket }) => bucket.notification('another').create(),
  },
  'storage.objects.get': {
    'file.get': ({ file }) => file.get(),
    'file.download': ({ file }) => file.download(),
    'file.exists': ({ file }) => file.exists(),
    'file.getExpirationDate': async ({ bucket }) => {
      const kept = bucket.file('kept')
      await bucket.setRetentionPeriod(600)
      await kept.save('contents')
      await kept.getExpirationDate()
    },
    'file.getMetadata': ({ file }) => file.getMetadata(),
    'file.isPublic': ({ file }) => file.isPublic(),
    'file.createReadStream': ({ file }) => ended(file.createReadStream()),
  },
  'storage.objects.list': {
    'bucket.getFilesStream': ({ bucket }) => ended(bucket.getFilesStream()),
  },
  'storage.projects.serviceAccount.get': {
    'storage.getServiceAccount': ({ storage }) => storage.getServiceAccount(),
  },
  'storage.bucketAccessControls.insert': {
    'bucket.makePublic': ({ bucket }) => bucket.makePublic(),
  },
  'storage.objectAccessControls.insert': {
    'file.makePublic': ({ file }) => file.makePublic(),
  },
  'storage.buckets.patch': {
    'bucket.addLifecycleRule': ({ bucket, ofBucket }) =>
      bucket.addLifecycleRule({ action: { type: 'Delete' }, condition: { age: 1095 } }, ofBucket),
    'bucket.makePrivate': ({ bucket, ofBucket, precondition }) =>
      bucket.makePrivate(precondition === 'call' ? { preconditionOpts: ofBucket } : {}),
    'bucket.deleteLabels': ({ bucket, ofBucket }) => bucket.deleteLabels(ofBucket),
    'bucket.disableRequesterPays': ({ bucket, ofBucket }) => bucket.disableRequesterPays(ofBucket),
    'bucket.enableRequesterPays': ({ bucket, ofBucket }) => bucket.enableRequesterPays(ofBucket),
    'bucket.enableLogging': ({ bucket, ofBucket }) =>
      bucket.enableLogging({ prefix: 'log', ...ofBucket }),
    'bucket.removeRetentionPeriod': ({ bucket, ofBucket }) =>
      bucket.removeRetentionPeriod(ofBucket),
    'bucket.setCorsConfiguration': ({ bucket, ofBucket }) =>
      bucket.setCorsConfiguration([{ maxAgeSeconds: 3600 }], ofBucket),
    'bucket.setLabels': ({ bucket, ofBucket }) => bucket.setLabels({ one: 'value' }, ofBucket),
    'bucket.setRetentionPeriod': ({ bucket, ofBucket }) =>
      bucket.setRetentionPeriod(15_780_000, ofBucket),
    'bucket.setStorageClass': ({ bucket, ofBucket }) =>
      bucket.setStorageClass('nearline', ofBucket),
    'bucket.setMetadata': ({ bucket, ofBucket }) =>
      bucket.setMetadata({ website: { mainPageSuffix: 'index.html' } }, ofBucket),
  },
  'storage.buckets.setIamPolicy': {
    'bucket.iam.setPolicy': async ({ bucket, precondition }) => {
      const [{ etag }] = await bucket.iam.getPolicy()
      const bindings = [{ role: 'roles/storage.admin', members: ['user:a@example.com'] }]
      await bucket.iam.setPolicy({ bindings, ...(precondition !== 'none' && { etag: etag! }) })
    },
  },
  'storage.objects.compose': {
    'bucket.combine': async ({ bucket, precondition }) => {
      const sources = [bucket.file('one'), bucket.file('two')]
      for (const source of sources) await source.save('contents')
      const ifNone = { ifGenerationMatch: 0 }
      const all = bucket.file(
        'all',
        precondition === 'instance' ? { preconditionOpts: ifNone } : {},
      )
      await bucket.combine(sources, all, precondition === 'call' ? ifNone : {})
    },
  },
  'storage.objects.delete': {
    'file.delete': ({ file, ofFile }) => file.delete(ofFile),
  },
  'storage.objects.insert': {
    'bucket.upload, at once': ({ bucket, precondition }, folder) =>
      upload({ bucket, precondition }, folder, 8, { resumable: false }),
    'file.save, at once': ({ file, ofFile }) =>
      file.save('contents', { resumable: false, ...conditions(ofFile) }),
    'file.createResumableUpload': ({ bucket, precondition }) => {
      const ifNone = { ifGenerationMatch: 0 }
      const none = bucket.file('n', precondition === 'instance' ? { preconditionOpts: ifNone } : {})
      return none.createResumableUpload(precondition === 'call' ? conditions(ifNone) : {})
    },
    'bucket.upload, in pieces': ({ bucket, precondition }, folder) =>
      upload({ bucket, precondition }, folder, 9 * MEBIBYTE, PIECES),
    'file.save, in pieces': savePieces,
  },
  'resumable storage.objects.insert': {
    'bucket.upload, in pieces': ({ bucket, precondition }, folder) =>
      upload({ bucket, precondition }, folder, 9 * MEBIBYTE, PIECES),
    'file.save, in pieces': savePieces,
  },
  'storage.objects.patch': {
    'file.makePrivate': ({ file, precondition }) =>
      file.makePrivate(
        precondition === 'call' ? { preconditionOpts: { ifMetagenerationMatch: 1 } } : {},
      ),
    'file.setMetadata': ({ file, precondition }) =>
      file.setMetadata(METADATA, precondition === 'call' ? { ifMetagenerationMatch: 1 } : {}),
  },
  'storage.objects.rewrite': {
    'file.copy': ({ file, ofNone }) => file.copy('copy', conditions(ofNone)),
    'file.move': ({ file, ofNone }) => file.move('moved', conditions(ofNone)),
    'file.rename': ({ file, ofNone }) => file.rename('renamed', conditions(ofNone)),
    'file.rotateEncryptionKey': ({ file, ofFile }) =>
      file.rotateEncryptionKey({ encryptionKey: randomBytes(32), ...conditions(ofFile) }),
    'file.setStorageClass': ({ file, ofFile }) =>
      file.setStorageClass('nearline', conditions(ofFile)),
  },
}

const conditions = <T extends object>(preconditionOpts: T) =>
  Object.keys(preconditionOpts).length === 0 ? {} : { preconditionOpts }

async function upload(
  { bucket, precondition }: Pick<World, 'bucket' | 'precondition'>,
  folder: string,
  size: number,
  options: object,
): Promise<void> {
  const path = join(folder, randomUUID())
  await writeFile(path, Buffer.alloc(size, 'a'))
  const ifNone = { ifGenerationMatch: 0 }
  // The bucket's own precondition is about the bucket.
  const own = bucket.storage.bucket(
    bucket.name,
    precondition === 'instance' ? { preconditionOpts: ifNone } : {},
  )
  await own.upload(path, { ...options, ...(precondition === 'call' && conditions(ifNone)) })
}

function savePieces({ file, ofFile }: World): Promise<void> {
  return file.save(Buffer.alloc(9 * MEBIBYTE, 'a'), { ...PIECES, ...conditions(ofFile) })
}

function ended(stream: Readable): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.on('data', () => {})
    stream.once('end', resolve)
    stream.once('error', reject)
  })
}
