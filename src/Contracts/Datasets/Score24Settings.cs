namespace MusicGen.Contracts.Datasets;

/// <summary>How pieces become Score24 words.</summary>
/// <param name="Programs">Which instruments the network tells apart; drums are always one of their own.</param>
/// <param name="Chords">Whether it learns chord symbols, where files have them.</param>
/// <param name="Keys">Whether it learns key signatures, where files have them.</param>
[GenerateSerializer, Immutable, Alias("musicgen.Score24Settings")]
public sealed record Score24Settings(
    [property: Id(0)] ProgramMapping Programs = ProgramMapping.Exact,
    [property: Id(1)] bool Chords = false,
    [property: Id(2)] bool Keys = false);
