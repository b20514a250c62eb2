// Fastify's serializers, compiled from the schemas of the answers when each is first needed: a shop that starts does
// not wait for the answers it may give.
import { type SerializerFactory, SerializerSelector } from '@fastify/fast-json-stringify-compiler'

const factory = SerializerSelector()

export const buildSerializer: SerializerFactory = (named, options) => {
  const compile = factory(named, options)
  return (route) => {
    let serialize: ReturnType<typeof compile> | undefined
    return (answer: unknown) => {
      serialize ??= compile(route)
      return serialize(answer)
    }
  }
}
