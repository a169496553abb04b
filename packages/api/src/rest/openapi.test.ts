import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { appRouter } from '../router.ts'
import { openApiDocument } from './openapi.ts'
import { restRoutes } from './routes.ts'

const document = openApiDocument(restRoutes(appRouter))

test('the document is valid OpenAPI 3.1', async () => {
  const result = await new Validator().validate(structuredClone(document))
  expect(result.errors ?? []).toEqual([])
  expect(result.valid).toBe(true)
  expect(document.openapi).toBe('3.1.0')
})

test('every reference leads somewhere', () => {
  const text = JSON.stringify(document)
  const schemas = Object.keys((document.components as { schemas: object }).schemas)
  const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1])
  expect(references.length).toBeGreaterThan(10)
  for (const reference of references) expect(schemas).toContain(reference?.replace('#/components/schemas/', ''))
})

test('every component says what it is', () => {
  const { schemas } = document.components as { schemas: Record<string, { type?: string; properties?: object }> }
  for (const [name, schema] of Object.entries(schemas)) {
    expect(schema.type, name).toBe('object')
    expect(Object.keys(schema.properties ?? {}).length, name).toBeGreaterThan(0)
  }
  expect(Object.keys(schemas.Trace?.properties ?? {})).toContain('attributes')
})

test('the paths of the specification are there', () => {
  expect(Object.keys(document.paths as object).sort()).toEqual([
    '/evaluations',
    '/ingestion',
    '/instrumentation',
    '/logs',
    '/metrics',
    '/metrics/exemplars',
    '/metrics/timeseries',
    '/models',
    '/services',
    '/traces',
    '/traces/{trace_id}',
    '/traces/{trace_id}/evaluations',
    '/traces/{trace_id}/spans',
    '/traces/{trace_id}/spans/{span_id}/explanation',
  ])
})

test('spans are an array of the Span component', () => {
  const { paths } = document as {
    paths: Record<string, { get: { responses: Record<string, { content: Record<string, { schema: object }> }> } }>
  }
  expect(paths['/traces/{trace_id}/spans']?.get.responses['200']?.content['application/json']?.schema).toEqual({
    type: 'array',
    items: { $ref: '#/components/schemas/Span' },
  })
})
