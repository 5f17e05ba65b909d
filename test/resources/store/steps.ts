// Steps that tests of resource stores take: by name alone, in one API.
import type { Listed, Range, ResourceStore, Seen } from '../../../src/resources/store/store.ts'

export const api = 'library'

export async function seen(store: ResourceStore, name: string, fork = ''): Promise<Seen> {
  const [one] = await store.get(fork, [{ api, name }])
  return one!
}

export async function valueOf(store: ResourceStore, name: string, fork = ''): Promise<unknown> {
  return (await seen(store, name, fork)).stored?.value['v']
}

/** Writes over whatever is there; undefined deletes. */
export async function put(
  store: ResourceStore,
  values: Readonly<Record<string, unknown>>,
  fork = '',
): Promise<void> {
  const names = Object.keys(values)
  const over = await store.get(
    fork,
    names.map((name) => ({ api, name })),
  )
  const writes = names.map((name, i) => ({
    over: over[i]!,
    value: values[name] === undefined ? undefined : { v: values[name] as string },
  }))
  if ((await store.commit(fork, { writes, seen: [], lists: [] })) !== 'done')
    return put(store, values, fork)
}

/** Every page of a list. */
export async function pages(
  store: ResourceStore,
  range: DistributiveOmit<Range, 'api' | 'limit' | 'after'>,
  limit = 100,
  fork = '',
): Promise<Listed[]> {
  const listed: Listed[] = []
  for (let after: Seen | undefined; ; after = listed.at(-1)!.resources.at(-1)) {
    const place = range.kind === 'created' ? after?.stored?.sequence : after?.key.name
    const whole = { ...range, api, limit, after: place } as Range
    listed.push(await store.list(fork, whole))
    if (listed.at(-1)!.isLast) return listed
  }
}

const namesIn = (listed: readonly Listed[]): string[] =>
  listed.flatMap(({ resources }) => resources.map(({ key }) => key.name))

export const created = async (store: ResourceStore, collection: string, fork = '', limit = 100) =>
  namesIn(await pages(store, { kind: 'created', collection }, limit, fork))

export const named = async (store: ResourceStore, collection: string, limit = 100, fork = '') =>
  namesIn(await pages(store, { kind: 'named', collection }, limit, fork))

export const below = async (store: ResourceStore, name: string, limit = 100, fork = '') =>
  namesIn(await pages(store, { kind: 'below', name }, limit, fork))

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
