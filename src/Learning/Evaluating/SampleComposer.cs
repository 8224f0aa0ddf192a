using MusicGen.Contracts.Datasets;
using MusicGen.Inference.Composing;
using MusicGen.Inference.Decoding;
using MusicGen.Inference.Sampling;
using MusicGen.Inference.Tokens;
using MusicGen.Learning.Network;
using MusicGen.Music.Datasets;
using MusicGen.Music.Grammar;
using MusicGen.Music.Originality;
using MusicGen.Music.Tokens;

namespace MusicGen.Learning.Evaluating;

/// <summary>Composes tunes with a network that is still learning, as the service would, and counts what of them is copied.</summary>
/// <remarks>The same network and seed give the same tunes: what differs from pass to pass is what was learnt.</remarks>
internal sealed class SampleComposer(TokenizerSettings tokenizer, Vocabulary vocabulary, long seed)
{
    private const int Bars = 16;
    private const int Players = 4;
    private const int NoteNames = 128;

    /// <summary>As full as a busy band's: a network that knows nothing fills its bars to the limit.</summary>
    private const int MostNotesPerBar = 48;

    /// <summary>The service's own defaults.</summary>
    private static readonly SamplingOptions Sampling = new(Temperature: 1, TopP: 0.95);

    private readonly Tokenizer _tokenizer = new(tokenizer);

    /// <summary>The tunes; null when it was not to go on.</summary>
    /// <exception cref="Score24ConstraintException">The vocabulary has no words for such tunes.</exception>
    public IReadOnlyList<SampleTune>? Compose(LstmNetwork network, int count, Func<bool> goesOn)
    {
        var model = Decoder.Load(network.ToBytes(), network.Shape);
        var tunes = new List<SampleTune>(count);
        for (var number = 0; number < count; number++)
        {
            var ids = new List<int>();
            foreach (var id in Composer.Compose(model, new TuneDraft(Rules(), [], Sampling, (ulong)seed, (ulong)number)))
            {
                ids.Add(id);
                if (!goesOn()) return null;
            }
            tunes.Add(new SampleTune([.. ids], _tokenizer.Decode([.. ids.Select(id => vocabulary.Words[id])], tempoQpm: null)));
        }
        return tunes;
    }

    /// <summary>Share of the tunes' notes that lie in runs of 12 intervals which training pieces have; null when it was not to go on.</summary>
    public double? CopyRate(IEnumerable<SampleTune> tunes, Dataset dataset, Func<bool> goesOn)
    {
        var meter = new CopyMeter(vocabulary, tunes.Select(tune => new ReadOnlyMemory<int>(tune.Ids)));
        using var stop = new CancellationTokenSource();
        try
        {
            meter.Compare(
                dataset.Vocabulary,
                dataset.TokensOf(Split.Train),
                _ =>
                {
                    if (!goesOn()) stop.Cancel();
                },
                stop.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        return meter.Count().Share;
    }

    private ITuneRules Rules() => _tokenizer.Kind == TokenizerKind.NoteNames
        ? new NoteNamesRules(vocabulary, NoteNames)
        : new Score24Rules(vocabulary, new Score24Constraints { Bars = Bars, MostPrograms = Players, MostNotesPerBar = MostNotesPerBar }, []);
}
