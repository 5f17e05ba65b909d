import { afterAll } from 'vitest'
import { cleanUp } from './after_file.ts'

afterAll(cleanUp)
