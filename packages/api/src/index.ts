export type { ApiContext, Caller, Installation, WriteLag } from './context.ts'
export { FAILED_TO_ANSWER, toldOf, trpcErrorOf } from './errors.ts'
export { type ContextOf, createRestApp } from './rest/rest-app.ts'
export { type ApiCaller, type AppRouter, appRouter, createCaller } from './router.ts'
