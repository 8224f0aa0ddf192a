using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MusicGen.Grains.Telemetry;

/// <summary>The one meter and the one source of spans of the product. Where nobody listens, both cost next to nothing.</summary>
/// <remarks>
/// The instruments stand beside what they measure, a class a capability; <c>docs/metrics.md</c> lists them. Values of their tags are few and the product's own: never
/// what a user typed or owns. They belong to the process, not to a silo: one process is one silo.
/// </remarks>
public static class Instrumentation
{
    /// <summary>Name of the meter and of the source.</summary>
    public const string Name = "MusicGen";

    /// <summary>The span of a page of an upload being read.</summary>
    public const string ReadPage = "read page";

    /// <summary>The span of a tune being composed.</summary>
    public const string ComposeTune = "compose tune";

    /// <summary>The span of a worker's run.</summary>
    public const string Train = "train";

    /// <summary>The tag for what went wrong, by the semantic conventions: https://opentelemetry.io/docs/specs/semconv/attributes-registry/error/.</summary>
    public const string ErrorType = "error.type";

    private static readonly string? Version = typeof(Instrumentation).Assembly.GetName().Version?.ToString(3);

    /// <summary>Names of the spans that begin a trace where the request is not known any more that asked for the work.</summary>
    public static IReadOnlySet<string> Work { get; } = new HashSet<string>(StringComparer.Ordinal) { ReadPage, ComposeTune, Train };

    public static Meter Meter { get; } = new(Name, Version);

    public static ActivitySource Activities { get; } = new(Name, Version ?? "");

    /// <summary>A histogram of seconds.</summary>
    /// <param name="name">Of the instrument.</param>
    /// <param name="description">A sentence.</param>
    /// <param name="boundaries">Upper ends of the buckets, in seconds, ascending.</param>
    public static Histogram<double> Seconds(string name, string description, params double[] boundaries) =>
        Meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });
}
