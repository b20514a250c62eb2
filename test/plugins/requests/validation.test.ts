// Request validators: what is compiled, and how often.
import t from 'tap'
import { buildValidator } from '../../../src/plugins/requests/validation.ts'
import { converting, strict } from '../../../src/schemas/validation/validator.ts'

t.test('equal schemas are compiled once, when the first is used', async (t) => {
  const compiled = [0, 0]
  for (const [index, ajv] of [strict(), converting()].entries()) {
    const { compile } = ajv
    t.teardown(() => Object.assign(ajv, { compile }))
    Object.assign(ajv, {
      compile(...args: Parameters<typeof compile>) {
        compiled[index] = Number(compiled[index]) + 1
        return compile.apply(ajv, args)
      },
    })
  }
  const build = buildValidator as unknown as () => (route: object) => (value: unknown) => unknown
  const validatorOf = (httpPart: string) =>
    build()({
      schema: { type: 'object', properties: { hemWidthForThisTest: { type: 'integer' } } },
      httpPart,
    })
  const [body, sameBody, params] = ['body', 'body', 'params'].map(validatorOf)
  t.strictSame(compiled, [0, 0])

  t.match(body?.({ hemWidthForThisTest: 3 }), { error: undefined })
  t.match(sameBody?.({ hemWidthForThisTest: '3' }), { error: { code: 'invalid_input' } })
  t.match(body?.({ hemWidthForThisTest: 'wide' }), { error: { code: 'invalid_input' } })
  t.match(params?.({ hemWidthForThisTest: '3' }), { error: undefined }, 'text is converted')
  t.strictSame(compiled, [1, 1])
})
