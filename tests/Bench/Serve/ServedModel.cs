using MusicGen.Inference.Composing;
using MusicGen.Inference.Decoding;
using MusicGen.Inference.Sampling;
using MusicGen.Music.Grammar;
using MusicGen.Music.Tokens;

namespace MusicGen.Bench.Serve;

/// <summary>The model that the service composes with, loaded here as well.</summary>
/// <param name="Id">Its name in the service.</param>
/// <param name="Network">Its weights.</param>
/// <param name="Vocabulary">Its words.</param>
internal sealed record ServedModel(string Id, Decoder Network, Vocabulary Vocabulary)
{
    // What the service takes where a request says nothing.
    private const double TopP = 0.95;
    private const int MostNotesPerBar = 128;

    /// <summary>The tune that the service makes of a request for so many bars with that seed.</summary>
    public TuneDraft Draft(int bars, long seed) => new(
        new Score24Rules(Vocabulary, new Score24Constraints { Bars = bars, MostNotesPerBar = MostNotesPerBar }, []), [], new SamplingOptions(TopP: TopP), (ulong)seed);
}
