using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MusicGen.Grains.Storage;
using MusicGen.Grains.Telemetry;
using MusicGen.Silo.Http;
using MusicGen.Tests;

namespace MusicGen.Silo.Tests.Telemetry;

/// <summary>Holds <c>docs/metrics.md</c> to the instruments that there are. Dashboard and alerts are held to the page, in tests/Deploy.Tests.</summary>
public sealed partial class MetricsPageTests(RunningSilo silo)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_OfTheProduct_ListsEveryInstrument()
    {
        await MakeInstrumentsAsync();

        var there = Instruments().Where(instrument => instrument.Meter.Name == Instrumentation.Name).Select(RowOf).Order(StringComparer.Ordinal);

        Assert.Equal(there, RowsBelow("## Of the product").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Page_OfTheLibraries_ListsWhatThereIs()
    {
        await MakeInstrumentsAsync();

        Assert.Empty(RowsBelow("## Of the libraries").Except(Instruments().Select(RowOf)));
    }

    [Fact]
    public void Instruments_OfTheProduct_SayWhatTheyMeasureAndInWhat() => Assert.All(
        Instruments().Where(instrument => instrument.Meter.Name == Instrumentation.Name),
        instrument =>
        {
            Assert.Matches("^musicgen([.][a-z_]+)+$", instrument.Name);
            Assert.Matches(@"^[A-Z].{10,}\.$", instrument.Description);
            Assert.Matches(@"^(s|By|\{[a-z]+\}(/s)?)$", instrument.Unit);
        });

    [Theory]
    [InlineData("a.b", "{x}", "counter", "a_b_total")]
    [InlineData("a.b", "{x}/s", "gauge", "a_b_per_second")]
    [InlineData("a-b", "By", "up-down", "a_b_bytes")]
    [InlineData("a.b.seconds", "s", "histogram", "a_b_seconds")]
    public void PrometheusName_OfAnInstrument_HasItsUnit(string name, string unit, string kind, string expected) => Assert.Equal(expected, PrometheusName(name, unit, kind));

    /// <summary>Instruments are made when something is measured for the first time.</summary>
    private async Task MakeInstrumentsAsync()
    {
        using var answer = await silo.Http.GetAsync("v1/corpora", Token);
        var meters = new[] { typeof(MeteredBlobStore).Assembly, typeof(RefusalMeter).Assembly }.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name.EndsWith("Meter", StringComparison.Ordinal) && type.IsAbstract && type.IsSealed);
        foreach (var meter in meters.Append(typeof(MeteredBlobStore))) RuntimeHelpers.RunClassConstructor(meter.TypeHandle);
    }

    private static List<Instrument> Instruments()
    {
        var all = new ConcurrentQueue<Instrument>(); // other tests' services publish theirs meanwhile
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) => all.Enqueue(instrument);
        listener.Start();
        return [.. all];
    }

    private static string RowOf(Instrument instrument)
    {
        var kind = instrument.GetType().Name.Split('`')[0] switch
        {
            "Counter" or "ObservableCounter" => "counter",
            "UpDownCounter" or "ObservableUpDownCounter" => "up-down",
            "Histogram" => "histogram",
            _ => "gauge",
        };
        return $"{instrument.Name} {PrometheusName(instrument.Name, instrument.Unit ?? "", kind)} {kind} {instrument.Unit}".TrimEnd();
    }

    /// <summary>https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#otlp-metric-points-to-prometheus</summary>
    private static string PrometheusName(string name, string unit, string kind)
    {
        var words = new List<string> { name.Replace('.', '_').Replace('-', '_') };
        var parts = unit.Split('/', 2);
        Add(Unbraced().Replace(parts[0], ""));
        if (parts.Length > 1) words.Add($"per_{(parts[1] == "s" ? "second" : parts[1])}");
        if (kind == "counter") Add("total");
        return string.Join('_', words);

        void Add(string suffix)
        {
            suffix = suffix switch { "s" => "seconds", "ms" => "milliseconds", "By" => "bytes", _ => suffix };
            if (suffix.Length > 0 && !words[0].EndsWith("_" + suffix, StringComparison.Ordinal)) words.Add(suffix);
        }
    }

    private static IEnumerable<string> RowsBelow(string heading) =>
        from line in File.ReadLines(Path.Join(TestCorpora.Repository, "docs", "metrics.md")).SkipWhile(line => !line.StartsWith(heading, StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        where line.StartsWith("| `", StringComparison.Ordinal)
        let cells = line.Split('|').Select(cell => cell.Trim().Trim('`')).ToArray()
        select $"{cells[1]} {cells[2]} {cells[3]} {cells[4]}".TrimEnd();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Unbraced();
}
