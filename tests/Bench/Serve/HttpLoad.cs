using MusicGen.Bench.Measuring;
using MusicGen.Bench.Serve.Clients;

namespace MusicGen.Bench.Serve;

/// <summary>So many sessions over HTTP, each with one tune after the other.</summary>
internal sealed class HttpLoad(ServiceProcess service, ServedModel model, ServeSetting setting)
{
    private const int WarmUpSessions = 64;
    private const int WarmUpBars = 16;

    /// <summary>Everything is done many times before it counts: also rarely used code is compiled by then.</summary>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        using var client = new TuneClient(service.Address);
        await using var crowd = await Crowd.GatherAsync(client, model.Id, WarmUpSessions, WarmUpBars, cancellationToken);
        await crowd.MeasureAsync(setting.WarmUpSeconds, seconds: 0, cancellationToken);
    }

    /// <returns>Still without the engine alone.</returns>
    /// <param name="sessions">How many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<LoadFigure> MeasureAsync(int sessions, CancellationToken cancellationToken)
    {
        using var client = new TuneClient(service.Address);
        var idle = service.MemoryBytes;
        await using var crowd = await Crowd.GatherAsync(client, model.Id, sessions, setting.Bars, cancellationToken);
        await crowd.MeasureAsync(setting.SettlingSeconds, seconds: 0, cancellationToken);
        var processor = service.ProcessorTime;
        var window = await crowd.MeasureAsync(settlingSeconds: 0, setting.Seconds, cancellationToken);
        var computed = service.ProcessorTime - processor;
        var (memory, listeners) = (service.MemoryBytes, crowd.Listeners);
        return new LoadFigure(
            sessions, EngineWordsPerSecond: 0, window.WordsPerSecond,
            listeners.FirstBarMilliseconds.Count, Percentile.Of(listeners.FirstBarMilliseconds, 0.5), Percentile.Of(listeners.FirstBarMilliseconds, 0.95), listeners.WordsATune,
            WordCounts.Fairness(window.Words), window.Words.Min(), window.Words.Max(), idle, memory,
            EngineMicrosecondsAWord: 0, window.Microseconds(computed.TotalSeconds), window.OwnMicrosecondsAWord, listeners.Refused);
    }
}
