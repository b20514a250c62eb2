// Input validation: collects the refusals of several checks, so that all invalid fields are reported at once.
import { type FieldError, invalid, Refusal } from './refusal.ts'

type Results<Taken> = { [Name in keyof Taken]: Exclude<Taken[Name], undefined> }

export class Problems {
  readonly #errors: FieldError[] = []

  /** The result of `check`, or `undefined` if it refused its input; its errors are collected. */
  take<Result>(check: () => Result): Result | undefined {
    try {
      return check()
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind !== 'invalid') throw error
      this.add(error.extras.errors ?? [])
      return undefined
    }
  }

  add(errors: readonly FieldError[]): void {
    this.#errors.push(...errors)
  }

  get errors(): readonly FieldError[] {
    return this.#errors
  }

  /** The results of `take`, none of them `undefined`. @throws Refusal `invalid_input` if there are errors */
  results<Taken extends object>(taken: Taken): Results<Taken> {
    this.refuseAny()
    for (const [name, result] of Object.entries(taken)) {
      if (result === undefined) throw new Error(`Nothing was taken for ${name}`)
    }
    return taken as Results<Taken>
  }

  /** @throws Refusal `invalid_input` if there are errors */
  refuseAny(): void {
    if (this.#errors.length > 0) throw invalid(...this.#errors)
  }
}

/**
 * The input that `read` takes. Further checks look at it even if `read` refuses it, so they must bear any shape.
 * @throws Refusal `invalid_input` with the errors of all, one for each field
 */
export function readTogether<Input>(
  read: () => Input,
  checks: readonly (() => unknown)[],
): Exclude<Input, undefined> {
  const problems = new Problems()
  const input = problems.take(read)
  for (const check of checks) {
    const known = new Set(problems.errors.map(({ pointer }) => pointer))
    const found = new Problems()
    found.take(check)
    problems.add(found.errors.filter(({ pointer }) => !known.has(pointer)))
  }
  return problems.results({ input }).input
}
