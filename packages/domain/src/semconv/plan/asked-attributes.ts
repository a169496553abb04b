import type { AttributeValue } from '../../telemetry/attribute.ts'

/** Attributes that remember whose values were asked for. That one is there says its key, and asks for no value. */
export class AskedAttributes extends Map<string, AttributeValue> {
  readonly asked = new Set<string>()

  override get(key: string): AttributeValue | undefined {
    this.asked.add(key)
    return super.get(key)
  }

  override values() {
    this.#askAll()
    return super.values()
  }

  override entries() {
    this.#askAll()
    return super.entries()
  }

  override forEach(each: (value: AttributeValue, key: string, map: Map<string, AttributeValue>) => void): void {
    this.#askAll()
    super.forEach(each)
  }

  override [Symbol.iterator]() {
    this.#askAll()
    return super[Symbol.iterator]()
  }

  #askAll(): void {
    for (const key of this.keys()) this.asked.add(key)
  }
}
