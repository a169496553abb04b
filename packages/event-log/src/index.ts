export * from './event-log.ts'
export { type LocalEventLogOptions, openLocalEventLog, type TopicOptions } from './local/open-local-event-log.ts'
export { settleRequest, settleRequestOf } from './settle-request.ts'
