// Collects what is wrong with an input, so that the person who typed it sees all of it at once.
import { type FieldError, invalid, Refusal } from './refusal.ts'

export class Problems {
  readonly #errors: FieldError[] = []

  /** The result of `check`, or undefined when it refused its input; what it said is kept. */
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

  /** @throws Refusal `invalid_input` when anything was wrong */
  refuseAny(): void {
    if (this.#errors.length > 0) throw invalid(...this.#errors)
  }
}
