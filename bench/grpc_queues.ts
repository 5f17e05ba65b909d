// The handlers that the benchmark of gRPC calls: they do next to nothing, so that the doors are what is measured.

interface Queue {
  readonly name?: string
}

const rateLimits = { maxDispatchesPerSecond: 500, maxBurstSize: 100, maxConcurrentDispatches: 1000 }
const retryConfig = { maxAttempts: 100, maxDoublings: 16 }

export const handlers = {
  'cloudtasks.projects.locations.queues.get': ({ params }: { params: { name: string } }) => ({
    name: params.name,
    rateLimits,
    retryConfig,
    state: 'RUNNING',
  }),
  'cloudtasks.projects.locations.queues.create': ({ body }: { body: Queue }) => ({
    ...body,
    state: 'RUNNING',
  }),
}
