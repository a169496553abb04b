export * from './event-log.ts'
export { type LocalEventLogOptions, openLocalEventLog, type TopicOptions } from './local/local-event-log.ts'
