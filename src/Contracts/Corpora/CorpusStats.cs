namespace MusicGen.Contracts.Corpora;

/// <summary>A corpus in numbers. Lists of counts start with the largest.</summary>
/// <param name="Corpus">Totals.</param>
/// <param name="Reasons">Why files were rejected, the commonest reasons; rarer ones together as <c>other</c>.</param>
/// <param name="Filters">Files that each filter turned away.</param>
/// <param name="Repairs">Accepted files in which each kind of fault was repaired.</param>
/// <param name="Keys">Accepted files by key.</param>
/// <param name="Meters">Accepted files by meter.</param>
/// <param name="Tempos">Accepted files by typical tempo, in steps of 20 quarters a minute, such as <c>120-139</c>.</param>
/// <param name="Programs">Accepted files in which each General MIDI program (0 to 127), or <c>drums</c>, plays.</param>
/// <param name="WithoutBeatGrid">Accepted files whose notes ignore the file's beats.</param>
[GenerateSerializer, Immutable, Alias("musicgen.CorpusStats")]
public sealed record CorpusStats(
    [property: Id(0)] CorpusSummary Corpus,
    [property: Id(1)] IReadOnlyList<NamedCount> Reasons,
    [property: Id(2)] IReadOnlyList<NamedCount> Filters,
    [property: Id(3)] IReadOnlyList<NamedCount> Repairs,
    [property: Id(4)] IReadOnlyList<NamedCount> Keys,
    [property: Id(5)] IReadOnlyList<NamedCount> Meters,
    [property: Id(6)] IReadOnlyList<NamedCount> Tempos,
    [property: Id(7)] IReadOnlyList<NamedCount> Programs,
    [property: Id(8)] int WithoutBeatGrid);
