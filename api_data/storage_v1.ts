// Cloud Storage: what is special of its buckets and objects. The engine does the rest: acls, policies, notifications, keys,
// folders and caches. What each rule rests on is in docs/fidelity.md.
import type { Handlers } from 'discovery-emulator'
import { bucketMethods } from './storage/buckets.ts'
import { compose } from './storage/compose.ts'
import { copyMethods } from './storage/copies.ts'
import { hmacKeyMethods } from './storage/hmac_keys.ts'
import { listBuckets } from './storage/list_buckets.ts'
import { listObjects } from './storage/list_objects.ts'
import { objectMethods } from './storage/objects.ts'
import { serviceAccount } from './storage/service_account.ts'
import type { Storage } from './storage/state.ts'
import type { Methods } from './types/storage_v1.ts'

export { uploadStarts } from './storage/objects.ts'
export { aliases as routes } from './storage/routes.ts'
export { open } from './storage/state.ts'

export const handlers: Handlers<Methods, Storage> = {
  ...bucketMethods,
  ...objectMethods,
  ...copyMethods,
  ...hmacKeyMethods,
  'storage.objects.compose': compose,
  'storage.projects.serviceAccount.get': serviceAccount,
  'storage.buckets.list': listBuckets,
  'storage.objects.list': listObjects,
}
