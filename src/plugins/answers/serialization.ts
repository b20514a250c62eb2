// Fastify's serializers, compiled from the schemas of the answers when each is first needed: a shop that starts does
// not wait for the answers it may give. Equal schemas, also of several routes or apps, are compiled once.
import { type SerializerFactory, SerializerSelector } from '@fastify/fast-json-stringify-compiler'

const factory = SerializerSelector()

type Compile = ReturnType<SerializerFactory>

/** By the schema's text. The named schemas that it refers to are the same in every scope. */
const serializers = new Map<string, ReturnType<Compile>>()

export const buildSerializer: SerializerFactory = (named, options) => {
  const compile = factory(named, options)
  return (route) => {
    let serialize: ReturnType<Compile> | undefined
    return (answer: unknown) => {
      serialize ??= serializerOf(route, compile)
      return serialize(answer)
    }
  }
}

function serializerOf(route: Parameters<Compile>[0], compile: Compile) {
  const text = JSON.stringify(route.schema)
  const serialize = serializers.get(text) ?? compile(route)
  serializers.set(text, serialize)
  return serialize
}
