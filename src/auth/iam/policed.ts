// Which methods of an API policies are about.
import type { Service } from '../../api/service.ts'

/** `engine`: those without a handler, as nothing is known of the resources that handlers keep. */
type Policed = 'all' | 'engine' | 'none'

const known = new WeakMap<Service, Policed>()

export function policedIn(service: Service): Policed {
  let policed = known.get(service)
  if (policed === undefined) known.set(service, (policed = find(service)))
  return policed
}

function find({ methods, unbound }: Service): Policed {
  if (unbound !== 'stateful') return 'none'
  const setters = methods.filter(({ outline }) => outline.id.endsWith('.setIamPolicy'))
  // A module that keeps policies itself enforces them, or not.
  if (setters.some(({ handler }) => handler !== undefined)) return 'none'
  if (setters.length > 0) return 'all'
  // Resources of Google Cloud have policies; files and calendars have sharing, which is another matter.
  const isOfCloud = methods.some(
    ({ outline: { id, path } }) =>
      /\.(projects|folders|organizations)\./.test(id) || /(^|\/)projects\//.test(path),
  )
  return isOfCloud ? 'engine' : 'none'
}
