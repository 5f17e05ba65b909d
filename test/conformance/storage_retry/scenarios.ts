// Which calls of Cloud Storage a client repeats after which faults, and which it must not: the scenarios by which Google's
// clients are tested. Facts of handwritten/storage/conformance-test/test-data/retryStrategyTestData.json and
// retryInvocationMap.json in the repository googleapis/google-cloud-node; the table and the calls are our own.

export interface Scenario {
  readonly id: number
  readonly title: string
  /** Faults that the call meets, one after the other; each list is a test of its own. */
  readonly cases: readonly (readonly string[])[]
  /** Methods by which the faults wait. */
  readonly methods: readonly string[]
  /** The client says which version it means, by an option of the call or of the object. */
  readonly preconditions: boolean
  /** Whether the client gets through. */
  readonly succeeds: boolean
}

const TWICE = [
  ['return-503', 'return-503'],
  ['return-reset-connection', 'return-reset-connection'],
  ['return-reset-connection', 'return-503'],
]
const ONCE = [['return-503'], ['return-reset-connection']]

/** Of which a repetition changes nothing. */
const idempotent = [
  'storage.buckets.delete',
  'storage.buckets.get',
  'storage.buckets.getIamPolicy',
  'storage.buckets.insert',
  'storage.buckets.list',
  'storage.buckets.lockRetentionPolicy',
  'storage.buckets.testIamPermissions',
  'storage.projects.hmacKeys.delete',
  'storage.projects.hmacKeys.get',
  'storage.projects.hmacKeys.list',
  'storage.notifications.delete',
  'storage.notifications.get',
  'storage.notifications.list',
  'storage.objects.get',
  'storage.objects.list',
  'storage.projects.serviceAccount.get',
]

/** Of which one changes nothing where the version is said. */
const conditional = [
  'storage.buckets.patch',
  'storage.buckets.setIamPolicy',
  'storage.objects.compose',
  'storage.objects.delete',
  'storage.objects.insert',
  'storage.objects.patch',
  'storage.objects.rewrite',
]

const never = [
  'storage.bucketAccessControls.insert',
  'storage.objectAccessControls.insert',
  'storage.projects.hmacKeys.create',
  'storage.notifications.insert',
]

export const scenarios: readonly Scenario[] = [
  {
    id: 1,
    title: 'what is idempotent is repeated',
    cases: TWICE,
    methods: idempotent,
    preconditions: false,
    succeeds: true,
  },
  {
    id: 2,
    title: 'what is idempotent by its precondition is repeated',
    cases: TWICE,
    methods: conditional,
    preconditions: true,
    succeeds: true,
  },
  {
    id: 3,
    title: 'without its precondition it is not repeated',
    cases: ONCE,
    methods: conditional,
    preconditions: false,
    succeeds: false,
  },
  {
    id: 4,
    title: 'what is not idempotent is not repeated',
    cases: ONCE,
    methods: never,
    preconditions: false,
    succeeds: false,
  },
  {
    id: 5,
    title: 'errors that stay are not repeated',
    cases: [['return-400'], ['return-401']],
    methods: [...idempotent, ...conditional, ...never],
    preconditions: false,
    succeeds: false,
  },
  {
    id: 6,
    title: 'an error that stays ends the repetition',
    cases: [
      ['return-503', 'return-400'],
      ['return-reset-connection', 'return-401'],
    ],
    methods: [...idempotent, ...conditional],
    preconditions: true,
    succeeds: false,
  },
  {
    id: 7,
    title: 'an upload in pieces goes on where it broke off',
    cases: [
      ['return-reset-connection', 'return-503'],
      ['return-408'],
      ['return-503-after-256K'],
      ['return-503-after-8192K'],
    ],
    methods: ['resumable storage.objects.insert'],
    preconditions: true,
    succeeds: true,
  },
]
