namespace MusicGen.Silo.Telemetry;

/// <summary>Where traces and metrics go, and where operators look. Nothing of it is there unless it is asked for.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Telemetry";

    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(10);

    /// <summary>The collector, such as <c>http://collector:4317</c>; empty: no telemetry. Default empty.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>How the collector is spoken to. Default gRPC, as collectors have it at port 4317.</summary>
    public TelemetryProtocol Protocol { get; set; } = TelemetryProtocol.Grpc;

    /// <summary>The share of traces that begin here and are kept, 0 to 1; those that a caller began keep their caller's decision. Default 1.</summary>
    public double SamplingRatio { get; set; } = 1;

    /// <summary>How often metrics are sent. Default 15 s: what Prometheus reads, and rates over a minute, need no less.</summary>
    public TimeSpan MetricInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The port for operators, with the dashboard of the cluster; null: none. Default null. In a cluster every silo needs it for the dashboard to know of all.</summary>
    public int? OperatorPort { get; set; }

    /// <summary>The address of that port. Default 127.0.0.1.</summary>
    public string OperatorAddress { get; set; } = "127.0.0.1";

    /// <summary>Whether anything is sent.</summary>
    public bool IsOn => Endpoint.Length > 0;

    /// <summary>Every fault of these settings; empty when they can be used.</summary>
    /// <param name="publicPort">The port that everybody may know.</param>
    public IEnumerable<string> Faults(int publicPort)
    {
        if (IsOn && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var collector) && (collector.Scheme == Uri.UriSchemeHttp || collector.Scheme == Uri.UriSchemeHttps)))
            yield return $"{Section}:{nameof(Endpoint)} must be an address such as http://127.0.0.1:4317.";
        if (!Enum.IsDefined(Protocol)) yield return $"{Section}:{nameof(Protocol)} must be {nameof(TelemetryProtocol.Grpc)} or {nameof(TelemetryProtocol.Http)}.";
        if (SamplingRatio is not (>= 0 and <= 1)) yield return $"{Section}:{nameof(SamplingRatio)} must be 0 to 1.";
        if (MetricInterval < ShortestInterval || MetricInterval > LongestInterval) yield return $"{Section}:{nameof(MetricInterval)} must be {ShortestInterval} to {LongestInterval}.";
        if (OperatorPort is < 1 or > 65535) yield return $"{Section}:{nameof(OperatorPort)} must be 1 to 65535.";
        if (OperatorPort is { } port && port == publicPort) yield return $"{Section}:{nameof(OperatorPort)} must be another port than the one that everybody uses.";
        if (OperatorPort is not null && Telemetry.OperatorPort.AddressFault(OperatorAddress) is { } fault) yield return fault;
    }
}
