import type { TelemetryReader } from '../reader.ts'
import type { Connection } from './connection.ts'
import { readInstrumentation } from './instrumentation/read-instrumentation.ts'
import { readExemplars } from './metrics/exemplars.ts'
import { readMeasureSeries } from './metrics/measure-series.ts'
import { readMetricSeries } from './metrics/metric-timeseries.ts'
import { countTracesStatement } from './queries/count-traces.ts'
import { extentOf, extentStatement, type RawExtent } from './queries/extent.ts'
import { readTrace, readTraceDetail } from './queries/get-trace.ts'
import { readIntake } from './queries/intake.ts'
import { readEvaluations } from './queries/list-evaluations.ts'
import { readLogs } from './queries/list-logs.ts'
import { listMetricsStatement, metricDescriptor, type RawDescriptor } from './queries/list-metrics.ts'
import { modelRows, modelSpansStatement, modelUseStatement } from './queries/list-models.ts'
import { listServicesStatement, serviceRows, serviceTracesStatement } from './queries/list-services.ts'
import { readTraceLogs } from './queries/list-trace-logs.ts'
import { listTracesStatement, tracePage } from './queries/list-traces.ts'
import { readSpanSeries } from './queries/span-timeseries.ts'
import { readHistogram } from './queries/trace-histogram.ts'
import { readSpans } from './queries/trace-spans.ts'

/** What pages and programs read; each method is one file of queries/ or metrics/. */
export function clickhouseReader(connection: Connection): TelemetryReader {
  return {
    async listTraces(query) {
      return tracePage(query, await connection.rows(listTracesStatement(query)))
    },
    async countTraces(query) {
      const [row] = await connection.rows<{ count: string }>(countTracesStatement(query))
      return Number(row?.count ?? 0)
    },
    traceHistogram: (query) => readHistogram(connection, query),
    getTrace: (projectId, traceId) => readTrace(connection, projectId, traceId),
    getTraceDetail: (projectId, traceId) => readTraceDetail(connection, projectId, traceId),
    listSpans: (query) => readSpans(connection, query),
    listEvaluations: (query) => readEvaluations(connection, query),
    listTraceLogs: (query) => readTraceLogs(connection, query),
    listLogs: (query) => readLogs(connection, query),
    async listMetrics(query) {
      return (await connection.rows<RawDescriptor>(listMetricsStatement(query))).map(metricDescriptor)
    },
    measureTimeseries: (query) => readMeasureSeries(connection, query),
    metricTimeseries: (query) => readMetricSeries(connection, query),
    listExemplars: (query) => readExemplars(connection, query),
    spanTimeseries: (query) => readSpanSeries(connection, query),
    async listServices(query) {
      const [services, traces] = await Promise.all([
        connection.rows<Parameters<typeof serviceRows>[0][number]>(listServicesStatement(query)),
        connection.rows<Parameters<typeof serviceRows>[1][number]>(serviceTracesStatement(query)),
      ])
      return serviceRows(services, traces)
    },
    async listModels(query) {
      const [use, spans] = await Promise.all([
        connection.rows<Parameters<typeof modelRows>[0][number]>(modelUseStatement(query)),
        connection.rows<Parameters<typeof modelRows>[1][number]>(modelSpansStatement(query)),
      ])
      return modelRows(use, spans)
    },
    instrumentation: (query) => readInstrumentation(connection, query),
    intake: (query) => readIntake(connection, query),
    async extent(projectId) {
      return extentOf(await connection.rows<RawExtent>(extentStatement(projectId)))
    },
  }
}
