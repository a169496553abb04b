import { describeEventLog } from '../contract/event-log-contract.ts'
import { TemporaryLog } from './temporary-log.ts'

describeEventLog('the local event log', async () => {
  const temporary = await TemporaryLog.create()
  let log = await temporary.open()
  return {
    log,
    async reopen() {
      await log.close()
      log = await temporary.open()
      return log
    },
    async dispose() {
      await log.close()
      await temporary.dispose()
    },
  }
})
