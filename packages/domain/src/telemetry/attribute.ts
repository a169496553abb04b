/**
 * An attribute as a client sent it. 64-bit integers beyond 2^53 arrive as decimal strings; bytes stay bytes.
 * A `Map`, not an object: keys are foreign text, and `__proto__` is a legal one.
 */
export type AttributeValue = string | number | boolean | Uint8Array | readonly AttributeValue[] | Attributes

export type Attributes = ReadonlyMap<string, AttributeValue>
