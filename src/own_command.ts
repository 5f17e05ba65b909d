// How a person runs this program's commands: from the sources by npm scripts, from the package by npx.

const isSource = import.meta.filename.endsWith('.ts')

/** `npm start`, `npm run dev -- --port 80`, or what the same is called once the package is installed. */
export function ownCommand(command: string, args = ''): string {
  const script = command === 'serve' ? 'npm start' : `npm run ${command}`
  const inPackage = `npx discovery-emulator${command === 'serve' ? '' : ` ${command}`}`
  if (args === '') return isSource ? script : inPackage
  return isSource ? `${script} -- ${args}` : `${inPackage} ${args}`
}
