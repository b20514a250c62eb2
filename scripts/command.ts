// Command line framework of the project's commands: --help, argument checks, one line for each error.
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { ConfigError } from '../src/config/index.ts'
import { OpenError } from '../src/db/errors.ts'
import { fileReason } from '../src/db/files/errors.ts'
import { StoreError } from '../src/db/objects/store.ts'
import { storageReason } from '../src/db/sqlite/errors.ts'

type Options = NonNullable<ParseArgsConfig['options']>

export interface Command<Given extends Options> {
  help: string
  /** As for `parseArgs` of node:util; `--help` is added. */
  options?: Given
  /** Maximum number of positional arguments, such as file names. */
  files?: number
}

export type Values<Given extends Options> = ReturnType<
  typeof parseArgs<{ options: Given & { help: { type: 'boolean'; short: 'h' } } }>
>['values']

/** Invalid arguments: `message` is one line for the user. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** Runs a command with the arguments of this process, and sets the exit code: 0, the result of `main`, or 1. */
export function runCommand<Given extends Options>(
  command: Command<Given>,
  main: (values: Values<Given>, files: string[]) => Promise<number | undefined>,
): void {
  run(command, main).then(
    (code) => {
      process.exitCode = code
    },
    (error: unknown) => {
      console.error(lineOf(error))
      process.exitCode = 1
    },
  )
}

async function run<Given extends Options>(
  { help, options, files = 0 }: Command<Given>,
  main: (values: Values<Given>, files: string[]) => Promise<number | undefined>,
): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { ...options, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const extra = positionals[files]
  if (extra !== undefined) throw new UsageError(`"${extra}" is not expected here. See --help.`)
  return (await main(values as Values<Given>, positionals)) ?? 0
}

/** One line for errors that a user can fix; the stack for all others. */
function lineOf(error: unknown): unknown {
  const known = [ConfigError, OpenError, StoreError, UsageError]
  if (!(error instanceof Error)) return error
  if (known.some((kind) => error instanceof kind)) return error.message
  const code = String((error as { code?: unknown }).code)
  if (code.startsWith('ERR_PARSE_ARGS'))
    return `${error.message.split('. To specify')[0]}. See --help.`
  const reason = fileReason(error)
  if (reason !== undefined) return reason
  // System errors, such as "ECONNREFUSED: connect 127.0.0.1:5432".
  if ('syscall' in error) return error.message
  return storageReason(error) ?? error
}
