// The settings that handler modules declare, as one table, and what is wrong with the declarations.
import type { Declared, Setting } from '../setting.ts'
import type { HandlerModule } from './handlers.ts'

/** A module, as far as it could be loaded, and the name of its file. */
export interface Declaring {
  readonly file: string
  readonly module: Pick<HandlerModule, 'settings' | 'settingsProblem'>
}

export function declaredBy(modules: readonly Declaring[]): Declared {
  const byName = new Map<string, { readonly setting: Setting<unknown>; readonly file: string }>()
  const problems: string[] = []
  for (const { file, module } of modules)
    for (const [name, setting] of Object.entries(module.settings ?? {})) {
      const other = byName.get(name)
      const problem = problemOf(name, setting)
      if (problem !== undefined) problems.push(`${file}: ${problem}`)
      else if (other === undefined) byName.set(name, { setting, file })
      else if (other.setting !== setting)
        problems.push(
          `${file}: the setting ${name} is declared by ${other.file} too; import one declaration in both, or give it another name`,
        )
    }
  const checks = new Set(modules.flatMap(({ module }) => module.settingsProblem ?? []))
  return {
    settings: Object.fromEntries([...byName].map(([name, { setting }]) => [name, setting])),
    problemsOf: (values) => [
      ...problems,
      ...[...checks].flatMap((check) => check(values as never) ?? []),
    ],
  }
}

/** A module that is run without a compiler may declare anything. */
function problemOf(name: string, setting: Partial<Setting<unknown>> | null): string | undefined {
  if (!/^[a-z][a-z\d]*(_[a-z\d]+)*$/.test(name))
    return `a setting named ${name} would have no flag; use lower case and underscores`
  const isWhole =
    typeof setting === 'object' &&
    setting?.default !== undefined &&
    typeof setting.env === 'string' &&
    typeof setting.about === 'string' &&
    typeof setting.read === 'function'
  return isWhole ? undefined : `the setting ${name} needs default, env, about and read`
}
