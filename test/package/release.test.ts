// What must hold before a release.
import { describe, expect, test } from 'vitest'
import { changelogFor, faultsOf, type State } from '../../release/release_checks.ts'

const state: State = {
  version: '0.2.0',
  versions: ['0.1.0', '0.1.0', '0.1.0'],
  changelog:
    '# Changelog\n\n## 0.2.0 — unreleased\n- Something new.\n\n## 0.1.0 — 2026-01-01\n- All.\n',
  changes: '',
  tags: ['v0.1.0'],
}

describe('a release', () => {
  test('is made where nothing is in the way, and the changelog has its day', () => {
    expect(faultsOf(state)).toEqual([])
    expect(faultsOf({ ...state, version: '0.1.0', tags: [] })).toEqual([])
    expect(changelogFor(state, new Date('2026-11-27T12:00:00Z'))).toContain(
      '## 0.2.0 — 2026-11-27\n- Something new.',
    )
  })

  test.each([
    [{ version: '' }, 'say which version'],
    [{ version: '1' }, 'say which version'],
    [{ versions: ['0.1.0', '0.1.1'] }, 'different versions: 0.1.0, 0.1.1'],
    [{ versions: ['0.3.0'] }, '0.2.0 is older than 0.3.0'],
    [{ version: '0.1.0-rc.1' }, '0.1.0-rc.1 is older than 0.1.0'],
    [{ tags: ['v0.2.0'] }, 'the tag v0.2.0 is there already'],
    [{ changes: ' M src/a.ts' }, 'not all is committed:\n M src/a.ts'],
    [{ changelog: '# Changelog\n' }, 'CHANGELOG.md has no section "## 0.2.0"'],
    [{ changelog: '## 0.2.0 — unreleased\n' }, 'says nothing'],
  ])('%j is in the way', (change, sentence) => {
    expect(faultsOf({ ...state, ...change }).join('\n')).toContain(sentence)
  })
})
