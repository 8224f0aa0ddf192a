namespace MusicGen.Silo.Telemetry;

/// <summary>The two forms of OTLP: https://opentelemetry.io/docs/specs/otlp/.</summary>
public enum TelemetryProtocol
{
    /// <summary>gRPC.</summary>
    Grpc,

    /// <summary>Protocol buffers in bodies of HTTP requests, at <c>/v1/traces</c> and <c>/v1/metrics</c> below the address.</summary>
    Http,
}
