// Pictures of pages as they should be. `npm run goldens -w render` draws them anew; look at them before you keep them.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'
import type { Raster } from './raster.ts'

/** No alpha, and what packs drawings best: half the bytes. */
const SMALL = { colorType: 2, filterType: 0, deflateStrategy: 0 } as const
const FOLDER = new URL('../goldens/', import.meta.url)

/** The share of pixels in which a page differs from its golden picture; 1 if their sizes differ. */
export function differenceFromGolden(name: string, { width, height, data }: Raster): number {
  const file = new URL(`${name}.png`, FOLDER)
  if (process.env['UPDATE_GOLDENS']) {
    const picture = new PNG({ width, height })
    picture.data = Buffer.from(data)
    mkdirSync(FOLDER, { recursive: true })
    writeFileSync(file, PNG.sync.write(picture, SMALL))
  }
  if (!existsSync(file))
    throw new Error(`There is no golden ${name}.png: npm run goldens -w render`)
  const golden = PNG.sync.read(readFileSync(file))
  if (golden.width !== width || golden.height !== height) return 1
  return (
    pixelmatch(golden.data, data, undefined, width, height, { threshold: 0.1 }) / (width * height)
  )
}
