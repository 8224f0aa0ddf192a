using System.Runtime.CompilerServices;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Models;
using MusicGen.Inference.Batching;
using MusicGen.Inference.Composing;
using MusicGen.Inference.Sampling;

namespace MusicGen.Grains.Sessions;

/// <summary>Composes on the cores of this silo, together with everyone else.</summary>
internal sealed class TuneComposer(CompositionEngine engine) : ITuneComposer, IDisposable
{
    /// <summary>What a long primer means to the grammar takes a while to find out; nobody waits for that behind a thousand uploaded files.</summary>
    private readonly CpuPool _cpu = new();

    public Task<Problem?> FindProblemAsync(LoadedModel model, TuneSettings settings) => _cpu.RunAsync(_ => TuneBeginning.Of(model, settings).Problem);

    public async IAsyncEnumerable<IReadOnlyList<string>> ComposeAsync(
        LoadedModel model, TuneSettings settings, int variation, IReadOnlyList<string> already, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var draft = await _cpu.RunAsync(_ => Draft(model, settings, variation, already), cancellationToken);
        using var tune = engine.Compose(model.Network, draft);
        // The engine is left at once, not when whoever reads comes back for more.
        await using var leaving = cancellationToken.Register(tune.Dispose);
        await foreach (var words in tune.ReadAsync(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return words;
        }
    }

    public void Dispose() => _cpu.Dispose();

    private static TuneDraft Draft(LoadedModel model, TuneSettings settings, int variation, IReadOnlyList<string> already)
    {
        var beginning = TuneBeginning.Of(model, settings, variation);
        if (!beginning.Succeeded) throw new TuneRefusedException(beginning.Problem.Detail);
        var sampling = new SamplingOptions(
            settings.Temperature, settings.TopK, settings.TopP, settings.MinP, settings.RepetitionPenalty, settings.RepetitionLength);
        return new TuneDraft(beginning.Value.Rules, beginning.Value.Primer, sampling, (ulong)settings.Seed, stream: (ulong)variation - 1, already);
    }
}
