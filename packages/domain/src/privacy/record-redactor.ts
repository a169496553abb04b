import type { Attributes, AttributeValue } from '../telemetry/attribute.ts'
import { isByPattern } from './compiled-rule.ts'
import type { FieldPlans, Place } from './field-plans.ts'
import {
  enter,
  type FieldScope,
  isSystemRole,
  isUniform,
  joined,
  scopeOfObject,
  scopeOfSpelled,
} from './field-scope.ts'
import { redactAnyText, redactName } from './redact-json.ts'
import { Removal } from './redact-text.ts'
import { type RewriteOptions, removes, rewriteText } from './rewrite-json.ts'

/** Of many numbers in a row one mask says as much as one each. */
const MAX_NUMBERS = 15
const LONG_INTEGER = /^-?\d{4,}$/

/** Runs the rules over the parts of one record. What nothing matched comes back as the very same value. */
export class RecordRedactor {
  constructor(
    private readonly plans: FieldPlans,
    private readonly options: RewriteOptions,
  ) {}

  /** A text that is a field by itself, under `names`, and the source that columns are read from it by. '' where a rule removed it. */
  field(text: string, names: readonly string[], source = ''): string {
    const redacted = redactAnyText(text, this.plans.ofField(names, source, this.options.holds), this.options.texts)
    return redacted instanceof Removal ? '' : redacted
  }

  /** The same of a name, which tells what is done rather than what was said: a rule about everything reaches it by its pattern alone. */
  name(text: string, names: readonly string[], source = ''): string {
    const rules = this.plans.ofField(names, source, this.options.holds)
    const applied = rules.filter((rule) => isByPattern(rule) || rule.names !== undefined)
    const redacted = redactAnyText(text, applied, this.options.texts)
    return redacted instanceof Removal ? '' : redacted
  }

  attributes(attributes: Attributes, place: Place): Attributes {
    const systems = this.plans.hasShapes ? systemPrefixes(attributes) : []
    const next = new Map<string, AttributeValue>()
    let isSame = true
    for (const [key, value] of attributes) {
      const found = this.plans.scopeOf(place, key, this.options.holds)
      const isSystem = systems.some((prefix) => key.startsWith(prefix))
      const scope = found.shapes === undefined ? found : scopeOfSpelled(found, key.split('.'), isSystem)
      const redacted = this.value(value, scope, key.slice(key.lastIndexOf('.') + 1))
      const shown = this.options.texts.redact(key, this.plans.patterns)
      isSame &&= redacted === value && shown === key
      if (!(redacted instanceof Removal) && !(shown instanceof Removal)) next.set(shown, redacted)
    }
    return isSame ? attributes : next
  }

  /** A log record's body, in which names mean what they mean of attributes. */
  body(body: AttributeValue | undefined, place: Place): AttributeValue | undefined {
    if (body === undefined) return body
    const message = this.plans.ofMessageEvent(place.event)
    const rules = joined(this.plans.ofField(['body'], '', this.options.holds), message.rules)
    const member = (name: string): FieldScope => this.plans.scopeOf(place, name, this.options.holds)
    const redacted = this.value(body, { rules, inside: [], shapes: message.shapes, member }, '')
    return redacted instanceof Removal ? undefined : redacted
  }

  private value(value: AttributeValue, scope: FieldScope, name: string): AttributeValue | Removal {
    if (scope.rules.length === 0 && isUniform(scope)) return value
    if (typeof value === 'string') return rewriteText(value, scope, name, this.options)
    if (typeof value !== 'object') return this.scalar(value, scope)
    if (value instanceof Uint8Array) return this.bytes(value, scope)
    return value instanceof Map
      ? this.map(value as Attributes, scope)
      : this.list(value as readonly AttributeValue[], scope, name)
  }

  private scalar(value: number | boolean, scope: FieldScope): AttributeValue | Removal {
    const text = String(value)
    const isWhole = !scope.rules.every(isByPattern)
    if (!isWhole && !LONG_INTEGER.test(text)) return value
    const redacted = this.options.texts.redact(text, scope.rules)
    return redacted === text ? value : redacted
  }

  /** Bytes are no text that a pattern could be about. */
  private bytes(value: Uint8Array, scope: FieldScope): AttributeValue | Removal {
    const whole = scope.rules.filter((rule) => !isByPattern(rule))
    if (value.length === 0 || whole.length === 0) return value
    const text = String(value)
    const redacted = this.options.texts.redact(text, whole)
    return redacted === text ? value : redacted
  }

  private map(map: Attributes, outer: FieldScope): AttributeValue | Removal {
    const scope = scopeOfObject(outer, Object.fromEntries(['type', 'role', 'id'].map((key) => [key, map.get(key)])))
    const named = scope.rules.filter(isByPattern)
    const next = new Map<string, AttributeValue>()
    let isSame = true
    for (const [key, value] of map) {
      const redacted = this.value(value, enter(scope, key, this.options.holds), key)
      const shown = redactName(key, named, this.options.texts)
      for (const part of [redacted, shown]) if (removes(part, scope)) return part
      isSame &&= redacted === value && shown === key
      if (!(redacted instanceof Removal) && !(shown instanceof Removal)) next.set(shown, redacted)
    }
    return isSame ? map : next
  }

  private list(list: readonly AttributeValue[], scope: FieldScope, name: string): AttributeValue | Removal {
    if (list.length > MAX_NUMBERS && list.every((entry) => typeof entry === 'number')) return this.numbers(list, scope)
    const next: AttributeValue[] = []
    let isSame = true
    for (const [place, entry] of list.entries()) {
      const redacted = this.value(entry, enter(scope, place, this.options.holds), name)
      isSame &&= redacted === entry
      if (!(redacted instanceof Removal)) next.push(redacted)
      else if (removes(redacted, scope)) return redacted
    }
    return isSame ? list : next
  }

  private numbers(list: readonly AttributeValue[], scope: FieldScope): AttributeValue | Removal {
    const whole = scope.rules.filter((rule) => !isByPattern(rule))
    const text = list.join(',')
    const redacted = this.options.texts.redact(text, whole)
    return redacted === text ? list : redacted instanceof Removal ? redacted : [redacted]
  }
}

/** What stands before the parts of messages of the system that attributes spell out: `llm.input_messages.0.message.`. */
function systemPrefixes(attributes: Attributes): string[] {
  const prefixes: string[] = []
  for (const [key, value] of attributes)
    if (key.endsWith('.role') && isSystemRole(value)) prefixes.push(key.slice(0, -'role'.length))
  return prefixes
}
