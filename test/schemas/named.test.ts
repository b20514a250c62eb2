// JSON Schemas of all routes: validated here, because the program does not check them at each start.
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import t from 'tap'
import { build } from '../support/app.ts'

t.test('every schema of every route is a valid JSON Schema', async (t) => {
  const app = await build(t)
  const ajv = new Ajv2020({
    strictTypes: false,
    allowUnionTypes: true,
    keywords: ['x-hint', 'x-text'],
  })
  formats.default(ajv)
  for (const schema of Object.values(app.getSchemas())) {
    t.ok(ajv.validateSchema(schema as object), (schema as { $id: string }).$id)
  }
  const { paths } = (await app.inject('/api/openapi.json')).json()
  const parts = JSON.stringify(paths).length
  t.ok(parts > 10_000, 'there are routes to look at')
  for (const [path, operations] of Object.entries(
    paths as Record<string, Record<string, Operation>>,
  )) {
    for (const [method, { parameters = [], requestBody }] of Object.entries(operations)) {
      const bodies = Object.values(requestBody?.content ?? {})
      for (const { schema } of [...parameters, ...bodies]) {
        t.ok(ajv.validateSchema(schema), `${method} ${path}`)
      }
    }
  }
})

interface Operation {
  parameters?: { schema: object }[]
  requestBody?: { content: Record<string, { schema: object }> }
}
