// What helpers leave behind, to be taken away when the tests of a file are over. Files share processes, which read a module once:
// an `afterAll` at the top of a helper would be that of the first file alone. test/helpers/after_file_setup.ts is read for each.

type CleanUp = () => unknown

const cleanUps: CleanUp[] = []

/** `cleanUp` is called after every file that comes in this process, also where that used nothing of the helper. */
export function afterFile(cleanUp: CleanUp): void {
  cleanUps.push(cleanUp)
}

export const cleanUpAll = async (): Promise<void> => {
  await Promise.all(cleanUps.map((each) => each()))
}
