// Cloud Storage.
import { deepEqual, equal, match } from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Storage, TransferManager } from '@google-cloud/storage'
import type { Samples } from './sample.ts'

export function storageSamples(url: string): Samples {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const storage = new Storage({
    apiEndpoint: url,
    projectId: 'p',
    credentials: {
      client_email: 'signer@p.iam.gserviceaccount.com',
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    },
  })
  const bucket = storage.bucket('sample')
  const file = bucket.file('a.txt')
  const folder = mkdtempSync(join(tmpdir(), 'samples-'))
  const path = (name: string) => join(folder, name)
  writeFileSync(path('a.txt'), 'hello')
  const names = async (query: object = {}) =>
    (await bucket.getFiles(query))[0].map(({ name }) => name)
  return {
    createNewBucket: () => storage.createBucket('sample'),
    createBucketWithStorageClassAndLocation: async () => {
      const [made] = await storage.createBucket('cold', {
        location: 'ASIA',
        storageClass: 'COLDLINE',
      })
      equal(made.metadata.storageClass, 'COLDLINE')
      await made.delete()
    },
    createBucketWithDualRegion: async () => {
      const customPlacementConfig = { dataLocations: ['US-EAST1', 'US-WEST1'] }
      const [made] = await storage.createBucket('dual', { location: 'US', customPlacementConfig })
      deepEqual(made.metadata.customPlacementConfig, customPlacementConfig)
      await made.delete()
    },
    listBuckets: async () => equal((await storage.getBuckets())[0].length, 1),
    bucketMetadata: async () => equal((await bucket.getMetadata())[0].storageClass, 'STANDARD'),
    uploadFile: () => bucket.upload(path('a.txt'), { destination: 'a.txt' }),
    uploadFromMemory: () => bucket.file('memory.txt').save('in memory'),
    uploadWithoutAuthentication: async () => {
      const [location] = await bucket.file('resumed.txt').createResumableUpload()
      equal((await fetch(location, { method: 'PUT', body: 'resumed' })).status, 200)
    },
    streamFileUpload: async () => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      bucket
        .file('streamed.bin')
        .createWriteStream()
        .on('finish', resolve)
        .on('error', reject)
        .end(randomBytes(300_000))
      await promise
    },
    uploadFileWithKmsKey: async () => {
      const kmsKeyName = 'projects/p/locations/us/keyRings/r/cryptoKeys/k'
      await bucket.upload(path('a.txt'), { destination: 'kms.txt', kmsKeyName })
      match((await bucket.file('kms.txt').getMetadata())[0].kmsKeyName ?? '', /cryptoKeys\/k/)
    },
    downloadFile: async () => {
      await file.download({ destination: path('back.txt') })
      equal(readFileSync(path('back.txt'), 'utf8'), 'hello')
    },
    downloadIntoMemory: async () => equal(String((await file.download())[0]), 'hello'),
    downloadByteRange: async () =>
      equal(String((await file.download({ start: 1, end: 3 }))[0]), 'ell'),
    'uploadEncryptedFile, downloadEncryptedFile': async () => {
      const encryptionKey = randomBytes(32)
      await bucket.upload(path('a.txt'), { destination: 'encrypted.txt', encryptionKey })
      equal(String((await bucket.file('encrypted.txt', { encryptionKey }).download())[0]), 'hello')
    },
    rotateEncryptionKey: async () => {
      const encryptionKey = randomBytes(32)
      await bucket.file('encrypted.txt').rotateEncryptionKey({ encryptionKey })
    },
    listFiles: async () => equal((await names()).length, 6),
    listFilesByPrefix: async () =>
      deepEqual(await names({ prefix: 'a', delimiter: '/' }), ['a.txt']),
    listFilesPaginate: async () =>
      equal((await names({ maxResults: 2, autoPaginate: false })).length, 2),
    listFilesWithFields: async () =>
      equal((await names({ fields: 'items(name),nextPageToken' })).length, 6),
    getMetadata: async () => equal((await file.getMetadata())[0].size, '5'),
    fileSetMetadata: async () => {
      await file.setMetadata({ metadata: { description: 'file description...' } })
      equal((await file.getMetadata())[0].metadata?.['description'], 'file description...')
    },
    fileChangeStorageClass: async () => {
      await file.setStorageClass('coldline')
      equal((await file.getMetadata())[0].storageClass, 'COLDLINE')
    },
    copyFile: () => file.copy(bucket.file('copied.txt')),
    moveFile: () => bucket.file('copied.txt').move('moved.txt'),
    moveFileAtomic: () => bucket.file('moved.txt').moveFileAtomic('again.txt'),
    renameFile: () => bucket.file('again.txt').rename('renamed.txt'),
    composeFile: async () => {
      const [combined] = await bucket.combine(['a.txt', 'renamed.txt'], 'both.txt')
      equal(String((await combined.download())[0]), 'hellohello')
    },
    deleteFile: () => bucket.file('both.txt').delete(),
    'setTemporaryHold, releaseTemporaryHold': async () => {
      await file.setMetadata({ temporaryHold: true })
      equal(
        await file.delete().then(
          () => 0,
          ({ code }: { code: number }) => code,
        ),
        403,
      )
      await file.setMetadata({ temporaryHold: false })
    },
    'enableDefaultEventBasedHold, releaseEventBasedHold': async () => {
      await bucket.setMetadata({ defaultEventBasedHold: true })
      await bucket.file('held.txt').save('held')
      equal((await bucket.file('held.txt').getMetadata())[0].eventBasedHold, true)
      await bucket.file('held.txt').setMetadata({ eventBasedHold: false })
      await bucket.setMetadata({ defaultEventBasedHold: false })
    },
    'setRetentionPolicy, getRetentionPolicy, removeRetentionPolicy': async () => {
      await bucket.setRetentionPeriod(1)
      equal((await bucket.getMetadata())[0].retentionPolicy?.retentionPeriod, '1')
      await bucket.removeRetentionPeriod()
    },
    'enableBucketVersioning, listFilesWithOldVersions, copyOldVersionOfFile, deleteOldVersionOfFile':
      async () => {
        await bucket.setMetadata({ versioning: { enabled: true } })
        const [{ generation }] = await bucket.file('memory.txt').getMetadata()
        await bucket.file('memory.txt').save('newer')
        equal((await names({ versions: true, prefix: 'memory' })).length, 2)
        await bucket.file('memory.txt', { generation: generation! }).copy('old.txt')
        equal(String((await bucket.file('old.txt').download())[0]), 'in memory')
        await bucket.file('memory.txt', { generation: generation! }).delete()
        await bucket.setMetadata({ versioning: { enabled: false } })
      },
    'enableBucketLifecycleManagement, disableBucketLifecycleManagement': async () => {
      await bucket.addLifecycleRule({ action: { type: 'Delete' }, condition: { age: 100 } })
      equal((await bucket.getMetadata())[0].lifecycle?.rule?.length, 1)
      await bucket.setMetadata({ lifecycle: null })
      equal((await bucket.getMetadata())[0].lifecycle, undefined)
    },
    'addBucketLabel, removeBucketLabel': async () => {
      await bucket.setMetadata({ labels: { one: 'a', two: 'b' } })
      await bucket.setMetadata({ labels: { one: null } })
      deepEqual((await bucket.getMetadata())[0].labels, { two: 'b' })
    },
    'configureBucketCors, removeBucketCors': async () => {
      await bucket.setCorsConfiguration([
        { maxAgeSeconds: 3600, method: ['GET'], origin: ['http://a.b'], responseHeader: ['x'] },
      ])
      equal((await bucket.getMetadata())[0].cors?.[0]?.maxAgeSeconds, 3600)
      await bucket.setCorsConfiguration([])
    },
    addBucketWebsiteConfiguration: () =>
      bucket.setMetadata({ website: { mainPageSuffix: 'index.html', notFoundPage: '404.html' } }),
    'enableRequesterPays, getRequesterPaysStatus, downloadFileUsingRequesterPays': async () => {
      await bucket.enableRequesterPays()
      equal((await bucket.getMetadata())[0].billing?.requesterPays, true)
      await file.download({ userProject: 'p' })
      await bucket.disableRequesterPays()
    },
    'enableUniformBucketLevelAccess, getUniformBucketLevelAccess': async () => {
      await bucket.setMetadata({
        iamConfiguration: { uniformBucketLevelAccess: { enabled: true } },
      })
      equal(
        (await bucket.getMetadata())[0].iamConfiguration?.uniformBucketLevelAccess?.enabled,
        true,
      )
      await bucket.setMetadata({
        iamConfiguration: { uniformBucketLevelAccess: { enabled: false } },
      })
    },
    'setPublicAccessPreventionEnforced, getPublicAccessPrevention': async () => {
      await bucket.setMetadata({ iamConfiguration: { publicAccessPrevention: 'enforced' } })
      equal((await bucket.getMetadata())[0].iamConfiguration?.publicAccessPrevention, 'enforced')
      await bucket.setMetadata({ iamConfiguration: { publicAccessPrevention: 'inherited' } })
    },
    'setAutoclass, getAutoclass': async () => {
      await bucket.setMetadata({ autoclass: { enabled: true, terminalStorageClass: 'ARCHIVE' } })
      equal((await bucket.getMetadata())[0].autoclass?.terminalStorageClass, 'ARCHIVE')
    },
    'setRPOAsyncTurbo, getRPO': async () => {
      await bucket.setMetadata({ rpo: 'ASYNC_TURBO' })
      equal((await bucket.getMetadata())[0].rpo, 'ASYNC_TURBO')
    },
    'addBucketIamMember, viewBucketIamMembers, removeBucketIamMember': async () => {
      const [policy] = await bucket.iam.getPolicy({ requestedPolicyVersion: 3 })
      policy.bindings.push({ role: 'roles/storage.objectViewer', members: ['user:a@b.c'] })
      await bucket.iam.setPolicy(policy)
      const [seen] = await bucket.iam.getPolicy({ requestedPolicyVersion: 3 })
      equal(seen.bindings.at(-1)?.role, 'roles/storage.objectViewer')
      seen.bindings.pop()
      await bucket.iam.setPolicy(seen)
    },
    addBucketConditionalBinding: async () => {
      const [policy] = await bucket.iam.getPolicy({ requestedPolicyVersion: 3 })
      policy.version = 3
      const condition = {
        title: 't',
        description: 'd',
        expression: 'resource.name.startsWith("x")',
      }
      policy.bindings.push({
        role: 'roles/storage.objectViewer',
        members: ['user:a@b.c'],
        condition,
      })
      await bucket.iam.setPolicy(policy)
      equal((await bucket.iam.getPolicy({ requestedPolicyVersion: 3 }))[0].version, 3)
    },
    'addBucketOwnerAcl, printBucketAclForUser, removeBucketOwnerAcl': async () => {
      await bucket.acl.add({ entity: 'user-a@b.c', role: 'OWNER' })
      equal(((await bucket.acl.get({ entity: 'user-a@b.c' }))[0] as { role: string }).role, 'OWNER')
      await bucket.acl.delete({ entity: 'user-a@b.c' })
    },
    'addFileOwnerAcl, printFileAcl, removeFileOwnerAcl': async () => {
      await file.acl.add({ entity: 'user-a@b.c', role: 'OWNER' })
      equal(
        ((await file.acl.get())[0] as { entity: string }[]).some(
          ({ entity }) => entity === 'user-a@b.c',
        ),
        true,
      )
      await file.acl.delete({ entity: 'user-a@b.c' })
    },
    addBucketDefaultOwnerAcl: () => bucket.acl.default.add({ entity: 'user-a@b.c', role: 'OWNER' }),
    'makePublic, downloadPublicFile': async () => {
      await file.makePublic()
      equal(await (await fetch(`${url}/sample/a.txt`)).text(), 'hello')
    },
    generateV4ReadSignedUrl: async () => {
      const [signed] = await file.getSignedUrl({
        version: 'v4',
        action: 'read',
        expires: Date.now() + 900_000,
      })
      equal(await (await fetch(signed)).text(), 'hello')
    },
    generateV4UploadSignedUrl: async () => {
      const contentType = 'application/octet-stream'
      const [signed] = await bucket.file('signed.bin').getSignedUrl({
        version: 'v4',
        action: 'write',
        expires: Date.now() + 900_000,
        contentType,
      })
      equal(
        (
          await fetch(signed, {
            method: 'PUT',
            headers: { 'content-type': contentType },
            body: 'signed',
          })
        ).status,
        200,
      )
    },
    generateV4SignedPolicy: async () => {
      const [policy] = await bucket.file('form.txt').generateSignedPostPolicyV4({
        expires: Date.now() + 600_000,
        fields: { 'x-goog-meta-test': 'data' },
      })
      const form = new FormData()
      for (const [name, value] of Object.entries(policy.fields)) form.append(name, value)
      form.append('file', new Blob(['form']), 'form.txt')
      equal((await fetch(`${url}/sample`, { method: 'POST', body: form })).status, 204)
      equal(String((await bucket.file('form.txt').download())[0]), 'form')
    },
    'createNotification, listNotifications, getMetadataNotifications, deleteNotification':
      async () => {
        const [made] = await bucket.createNotification('topic')
        equal((await bucket.getNotifications())[0].length, 1)
        equal((await bucket.notification(made.id!).getMetadata())[0].payload_format, 'JSON_API_V1')
        await bucket.notification(made.id!).delete()
      },
    'hmacKeyCreate, hmacKeysList, hmacKeyGet, hmacKeyDeactivate, hmacKeyActivate, hmacKeyDelete':
      async () => {
        const [key] = await storage.createHmacKey('signer@p.iam.gserviceaccount.com', {
          projectId: 'p',
        })
        equal((await storage.getHmacKeys({ projectId: 'p' }))[0].length, 1)
        const { accessId = '' } = key.metadata ?? {}
        const of = storage.hmacKey(accessId, { projectId: 'p' })
        equal((await of.getMetadata())[0].state, 'ACTIVE')
        for (const state of ['INACTIVE', 'ACTIVE', 'INACTIVE'] as const)
          await of.setMetadata({ state })
        await of.delete()
      },
    getServiceAccount: async () =>
      match((await storage.getServiceAccount())[0].emailAddress ?? '', /@/),
    'uploadManyFilesWithTransferManager, downloadManyFilesWithTransferManager': async () => {
      const manager = new TransferManager(bucket)
      for (const name of ['m1', 'm2']) writeFileSync(path(name), name)
      await manager.uploadManyFiles([path('m1'), path('m2')])
      await manager.downloadManyFiles([path('m1').slice(1), path('m2').slice(1)], {
        prefix: path('many'),
      })
    },
    downloadFileInChunksWithTransferManager: async () => {
      const bytes = randomBytes(3_000_000)
      await bucket.file('large.bin').save(bytes)
      await new TransferManager(bucket).downloadFileInChunks('large.bin', {
        destination: path('large'),
        chunkSizeBytes: 1024 * 1024,
      })
      equal(Buffer.compare(readFileSync(path('large')), bytes), 0)
    },
    uploadFileInChunksWithTransferManager: () =>
      new TransferManager(bucket).uploadFileInChunks(path('large'), {
        chunkSizeBytes: 32 * 1024 * 1024,
      }),
    'getSoftDeletePolicy, setSoftDeletePolicy': async () => {
      await bucket.setMetadata({ softDeletePolicy: { retentionDurationSeconds: '691200' } })
      equal((await bucket.getMetadata())[0].softDeletePolicy?.retentionDurationSeconds, '691200')
    },
    restoreSoftDeletedObject: async () => {
      const soft = bucket.file('soft.txt')
      await soft.save('soft')
      const generation = Number(soft.metadata.generation)
      await soft.delete()
      await bucket.file('soft.txt').restore({ generation })
      equal(String((await bucket.file('soft.txt').download())[0]), 'soft')
    },
    deleteBucket: async () => {
      await bucket.deleteFiles({ versions: true })
      await bucket.delete()
    },
  }
}
