namespace MusicGen.Contracts.Datasets;

/// <summary>How pieces become note names and chords.</summary>
/// <param name="Parts">Which parts are read.</param>
/// <param name="ToleranceDivisor">Notes whose onsets lie closer than a quarter note divided by this sound as one chord; 1 to 64.</param>
/// <param name="SplitTiesAtBar">True: a note that crosses a bar line counts once in each bar, as in runs of the origin report with music21 7 and later.</param>
[GenerateSerializer, Immutable, Alias("musicgen.NoteNamesSettings")]
public sealed record NoteNamesSettings(
    [property: Id(0)] PartSelection Parts = PartSelection.AllPitched,
    [property: Id(1)] int ToleranceDivisor = 4,
    [property: Id(2)] bool SplitTiesAtBar = false);
