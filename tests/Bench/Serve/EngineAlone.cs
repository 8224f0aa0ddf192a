using MusicGen.Inference.Batching;

namespace MusicGen.Bench.Serve;

/// <summary>The same tunes in this process: no HTTP, no grains, nothing stored.</summary>
internal sealed class EngineAlone(ServedModel model, ServeSetting setting)
{
    private const int WarmUpSequences = 64;

    /// <summary>For half as long as over HTTP: it is measured before and after that.</summary>
    /// <param name="sequences">Tunes at once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Window> MeasureAsync(int sequences, CancellationToken cancellationToken) => MeasureAsync(sequences, setting.SettlingSeconds, setting.Seconds / 2, cancellationToken);

    /// <summary>Composes until the compiler has done its work.</summary>
    public Task WarmUpAsync(CancellationToken cancellationToken) => MeasureAsync(WarmUpSequences, setting.WarmUpSeconds, seconds: 0, cancellationToken);

    private async Task<Window> MeasureAsync(int sequences, double settlingSeconds, double seconds, CancellationToken cancellationToken)
    {
        var counts = new WordCounts(sequences);
        using var engine = new CompositionEngine();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var composing = Task.WhenAll(Enumerable.Range(0, sequences).Select(receiver => Task.Run(() => ComposeAsync(engine, receiver, counts, stop.Token), stop.Token)));
        var window = await Window.MeasureAsync(counts, settlingSeconds, seconds, composing, cancellationToken);
        await stop.CancelAsync();
        await composing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return window;
    }

    private async Task ComposeAsync(CompositionEngine engine, int receiver, WordCounts counts, CancellationToken cancellationToken)
    {
        for (var number = 0; ; number++)
        {
            using var tune = engine.Compose(model.Network, model.Draft(setting.Bars, Seeds.Of(receiver, number)));
            await foreach (var words in tune.ReadAsync(cancellationToken)) counts.Add(receiver, words.Count);
        }
    }
}
