// What must hold before a release.

export interface State {
  /** That is asked for. */
  readonly version: string
  /** Of the packages, as they are. */
  readonly versions: readonly string[]
  readonly changelog: string
  /** What is not committed, as git says it. */
  readonly changes: string
  readonly tags: readonly string[]
}

/** What is in the way, a sentence each. */
export function faultsOf({ version, versions, changelog, changes, tags }: State): string[] {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    return [`say which version: npm run release -- 0.2.0 (it is ${versions[0]} now)`]
  const faults: string[] = []
  if (new Set(versions).size > 1)
    faults.push(`the packages have different versions: ${versions.join(', ')}`)
  if (versions.some((current) => isBefore(version, current)))
    faults.push(`${version} is older than ${versions[0]}, which the packages have`)
  if (tags.includes(`v${version}`)) faults.push(`the tag v${version} is there already`)
  if (changes !== '') faults.push(`not all is committed:\n${changes}`)
  const section = sectionOf(changelog, version)
  if (section === undefined) faults.push(`CHANGELOG.md has no section "## ${version}"`)
  else if (!/^- /m.test(section))
    faults.push(`the section of ${version} in CHANGELOG.md says nothing`)
  return faults
}

/** The changelog with the day of the release in the place of "unreleased". */
export const changelogFor = ({ changelog, version }: State, day: Date): string =>
  changelog.replace(
    `## ${version} — unreleased`,
    `## ${version} — ${day.toISOString().slice(0, 10)}`,
  )

function sectionOf(changelog: string, version: string): string | undefined {
  const [, ...sections] = changelog.split(/^## /m)
  return sections.find((section) => section.split(/\s/, 1)[0] === version)
}

/** By the three numbers; what comes before a release is before it. */
function isBefore(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split('-')[0]!.split('.').map(Number))
  for (const [i, number] of left!.entries()) if (number !== right![i]) return number < right![i]!
  return a.includes('-') && !b.includes('-')
}
