// The command line: run, config, dead.
export async function main(args: readonly string[]): Promise<number> {
  console.error(`worker: there is no command "${args.join(' ')}" yet`)
  return 2
}
