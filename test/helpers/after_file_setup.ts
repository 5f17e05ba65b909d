import { afterAll } from 'vitest'
import { cleanUpAll } from './after_file.ts'

afterAll(cleanUpAll)
