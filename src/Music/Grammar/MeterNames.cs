using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Grammar;

/// <summary>Meters as users name them.</summary>
public static class MeterNames
{
    /// <summary>Those that Score24 can tell, such as <c>4/4</c>.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enumerable.Range(0, Score24Scales.Meters.Length).Select(Score24Scales.MeterName)];
}
