// Argument parsing for commands that run before anything is installed: known arguments, --help, nothing else.

/** Prints `help` and exits if it was asked for. */
export function answerHelp(help) {
  const args = process.argv.slice(2)
  if (!args.includes('--help') && !args.includes('-h')) return
  console.log(help)
  process.exit(0)
}

/** Exits with one line at an argument that is not in `known`. */
export function refuseArguments(help, known = []) {
  answerHelp(help)
  const other = process.argv.slice(2).find((arg) => !known.includes(arg))
  if (other === undefined) return
  console.error(`"${other}" is not expected here. See --help.`)
  process.exit(1)
}
