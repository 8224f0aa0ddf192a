using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MusicGen.Grains.Telemetry;

namespace MusicGen.Grains.Tests.Telemetry;

/// <summary>What an instrument of the product measures while this lives. Other tests measure with it too: look for what only one's own can have measured.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener _listener = new();

    public Measurements(string instrument)
    {
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Meter.Name == Instrumentation.Name && published.Name == instrument) listener.EnableMeasurementEvents(published);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => All.Enqueue((value, TextOf(tags))));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, _) => All.Enqueue((value, TextOf(tags))));
        _listener.Start();
    }

    /// <summary>Each value, with its tags as <c>name=value</c>, joined by spaces.</summary>
    public ConcurrentQueue<(double Value, string Tags)> All { get; } = new();

    /// <summary>Looks at instruments that are looked at.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private static string TextOf(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
}
