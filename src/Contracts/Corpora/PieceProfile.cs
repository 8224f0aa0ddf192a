namespace MusicGen.Contracts.Corpora;

/// <summary>What a piece is like, in numbers.</summary>
/// <param name="Key">The key that its notes fit best, such as <c>Eb minor</c>; null without pitched notes.</param>
/// <param name="KeyMargin">How clearly, 0 … 2; near 0 the key is a guess.</param>
/// <param name="Meter">The meter that holds for most of it, such as <c>4/4</c>.</param>
/// <param name="Meters">How many different meters it has.</param>
/// <param name="TempoQpm">Its typical tempo, in quarters a minute.</param>
/// <param name="SlowestQpm">Its slowest tempo.</param>
/// <param name="FastestQpm">Its fastest tempo.</param>
/// <param name="BeatGrid">How well the notes keep to the file's beats, 0 … 1.</param>
/// <param name="HasBeatGrid">Whether its bars and beats mean anything; a performance recorded without a click has none.</param>
/// <param name="NotesPerSecond">How dense it is.</param>
/// <param name="LowestPitch">MIDI key of the lowest pitched note.</param>
/// <param name="HighestPitch">MIDI key of the highest pitched note.</param>
/// <param name="MeanPolyphony">Pitched notes that sound at once, on average while any sounds.</param>
/// <param name="SilenceShare">Share of the time in which nothing sounds, 0 … 1.</param>
/// <param name="DrumNotes">Notes of drums.</param>
/// <param name="Programs">The General MIDI programs of its pitched parts, 0 … 127, ascending.</param>
[GenerateSerializer, Immutable, Alias("musicgen.PieceProfile")]
public sealed record PieceProfile(
    [property: Id(0)] string? Key,
    [property: Id(1)] double KeyMargin,
    [property: Id(2)] string Meter,
    [property: Id(3)] int Meters,
    [property: Id(4)] double TempoQpm,
    [property: Id(5)] double SlowestQpm,
    [property: Id(6)] double FastestQpm,
    [property: Id(7)] double BeatGrid,
    [property: Id(8)] bool HasBeatGrid,
    [property: Id(9)] double NotesPerSecond,
    [property: Id(10)] int? LowestPitch,
    [property: Id(11)] int? HighestPitch,
    [property: Id(12)] double MeanPolyphony,
    [property: Id(13)] double SilenceShare,
    [property: Id(14)] int DrumNotes,
    [property: Id(15)] IReadOnlyList<int> Programs);
