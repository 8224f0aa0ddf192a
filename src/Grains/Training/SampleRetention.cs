using System.Collections.Immutable;
using MusicGen.Contracts.Training;

namespace MusicGen.Grains.Training;

/// <summary>Which samples of a session stay: enough of them, from its beginning to its end, that one can hear it learn.</summary>
internal static class SampleRetention
{
    private const int MostPasses = 64;

    /// <summary>Of every second, fourth, eighth … pass, as soon as there would be too many; the last one's stay in any case.</summary>
    /// <param name="samples">In the order of their passes.</param>
    public static ImmutableList<TrainingSample> Keep(ImmutableList<TrainingSample> samples)
    {
        if (samples.IsEmpty) return samples;
        var last = samples[^1].Epoch;
        var stride = 1;
        while ((last - 1) / stride >= MostPasses) stride *= 2;
        return samples.RemoveAll(sample => (sample.Epoch - 1) % stride != 0 && sample.Epoch != last);
    }
}
