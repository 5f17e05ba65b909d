// The images for development: what is mounted over their sources is what runs, and a change restarts it.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { freePort } from '../helpers/free_port.ts'
import { until } from '../../worker/test/helpers/until.ts'
import { build, docker, root, runContainer } from './docker.ts'

/** '' while nobody answers. */
const bodyOf = (url: string): Promise<string> =>
  fetch(url).then(
    (response) => response.text(),
    () => '',
  )

describe.skipIf(!inject('hasEngine'))('an image for development', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sources-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('of the emulator serves a document as soon as it is changed on this machine', async () => {
    const image = 'discovery-emulator-local'
    await build(image, `--file=${join(root, 'Dockerfile-local')}`, root)
    const apis = join(folder, 'api_data')
    await cp(join(root, 'api_data'), apis, { recursive: true })
    const port = await freePort()
    await using _ = await runContainer(
      `--publish=127.0.0.1:${port}:5052`,
      `--volume=${apis}:/app/api_data`,
      image,
    )
    const url = `http://127.0.0.1:${port}/discovery/v1/apis/taskqueue/v1beta2/rest`
    const document = join(apis, 'taskqueue_v1beta2.api')
    const title = (JSON.parse(await readFile(document, 'utf8')) as { title: string }).title
    await until('it serves', async () => (await bodyOf(url)).includes(title))
    const text = await readFile(document, 'utf8')
    await writeFile(document, text.replace(title, 'Changed while it runs'))
    const served = await until('it serves the change', async () => {
      const body = await bodyOf(url)
      return body.includes('Changed while it runs') && body
    })
    expect(JSON.parse(served)).toMatchObject({ title: 'Changed while it runs' })
    expect(await docker('run', '--rm', image, 'id', '-un')).toBe('node')
  })

  test('of the render service runs what is mounted', async () => {
    const image = 'discovery-emulator-render-local'
    await build(image, `--file=${join(root, 'render/Dockerfile-local')}`, root)
    const sources = join(folder, 'src')
    await cp(join(root, 'render/src'), sources, { recursive: true })
    const port = await freePort()
    await using _ = await runContainer(
      `--publish=127.0.0.1:${port}:5051`,
      `--volume=${sources}:/app/render/src`,
      image,
    )
    const url = `http://127.0.0.1:${port}/`
    await until('it serves', async () => (await bodyOf(url)).includes('Render Engine'))
    const site = join(sources, 'site/site.ts')
    const text = await readFile(site, 'utf8')
    await writeFile(site, text.replace('Render Engine', 'Changed Engine'))
    await until('it serves the change', async () => (await bodyOf(url)).includes('Changed Engine'))
    expect(await docker('run', '--rm', image, 'node', '--version')).toMatch(/^v26/)
    expect(await docker('run', '--rm', image, 'id', '-un')).toBe('node')
  })
})
