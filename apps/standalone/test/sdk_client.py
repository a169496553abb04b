"""Sends a span, a metric and a log record with the real OpenTelemetry SDK, and prints the trace's id."""

import logging
import sys

from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

logging.basicConfig(level=logging.WARNING)
protocol, compression, endpoint, key, service = sys.argv[1:]

if protocol == "grpc":
    from grpc import Compression
    from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter
    from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

    squeeze = Compression.Gzip if compression == "gzip" else Compression.NoCompression
    options = {"endpoint": endpoint, "insecure": True, "headers": (("x-api-key", key),), "compression": squeeze}
    traces, metrics, logs = OTLPSpanExporter(**options), OTLPMetricExporter(**options), OTLPLogExporter(**options)
else:
    from opentelemetry.exporter.otlp.proto.http import Compression
    from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    squeeze = Compression.Gzip if compression == "gzip" else Compression.NoCompression
    options = {"headers": {"authorization": f"Bearer {key}"}, "compression": squeeze}
    traces = OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces", **options)
    metrics = OTLPMetricExporter(endpoint=f"{endpoint}/v1/metrics", **options)
    logs = OTLPLogExporter(endpoint=f"{endpoint}/v1/logs", **options)

resource = Resource.create({"service.name": service})
tracer_provider = TracerProvider(resource=resource)
tracer_provider.add_span_processor(BatchSpanProcessor(traces))
meter_provider = MeterProvider(resource=resource, metric_readers=[PeriodicExportingMetricReader(metrics)])
logger_provider = LoggerProvider(resource=resource)
logger_provider.add_log_record_processor(BatchLogRecordProcessor(logs))

with tracer_provider.get_tracer("sdk-python").start_as_current_span("answer") as span:
    span.set_attribute("gen_ai.operation.name", "chat")
    trace_id = f"{span.get_span_context().trace_id:032x}"
    logger_provider.get_logger("sdk-python").emit(
        LogRecord(severity_number=SeverityNumber.WARN, severity_text="WARN", body="slow answer")
    )
    # Counted within the span, it comes with an exemplar that names the span.
    meter_provider.get_meter("sdk-python").create_counter("answers").add(3)
for provider in (tracer_provider, meter_provider, logger_provider):
    provider.shutdown()
print(trace_id)
