namespace MusicGen.Contracts.Corpora;

/// <summary>What a corpus lets in. The defaults only turn away what is hardly music; they are those of the music library's filters.</summary>
/// <param name="NearDuplicates">What is done with near-duplicates. Default: they are kept, since arrangements of one tune are music too.</param>
/// <param name="Similarity">From which similarity on pieces count as near-duplicates, 0.2 to 1.</param>
/// <param name="MinNotes">Filter <c>too-short</c>: fewest notes, 1 or more.</param>
/// <param name="MinSeconds">Filter <c>too-short</c>: shortest duration.</param>
/// <param name="MaxSeconds">Filter <c>too-long</c>: longest duration.</param>
/// <param name="MinPitches">Filter <c>too-few-pitches</c>: fewest different pitches, 0 to 128; drums alone pass.</param>
/// <param name="MaxSilence">Filter <c>mostly-silence</c>: largest share of silence, 0 to 1.</param>
/// <param name="MaxCommonestPitch">Filter <c>one-note-repeated</c>: largest share of the commonest pitch, 0 to 1; drums alone pass.</param>
/// <param name="RequireBeatGrid">Filter <c>no-beat-grid</c>: turns away performances that ignore the file's beats.</param>
[GenerateSerializer, Immutable, Alias("musicgen.IntakeSettings")]
public sealed record IntakeSettings(
    [property: Id(0)] NearDuplicates NearDuplicates = NearDuplicates.Keep,
    [property: Id(1)] double Similarity = 0.3,
    [property: Id(2)] int MinNotes = 4,
    [property: Id(3)] double MinSeconds = 0.5,
    [property: Id(4)] double MaxSeconds = 14_400,
    [property: Id(5)] int MinPitches = 3,
    [property: Id(6)] double MaxSilence = 0.95,
    [property: Id(7)] double MaxCommonestPitch = 0.8,
    [property: Id(8)] bool RequireBeatGrid = false)
{
    /// <summary>No filter turns anything away: the slowest file of the most ticks lasts 5.8·10¹¹ seconds.</summary>
    public static IntakeSettings Everything { get; } = new(MinNotes: 1, MinSeconds: 0, MaxSeconds: 9e11, MinPitches: 0, MaxSilence: 1, MaxCommonestPitch: 1);
}
