using MusicGen.Contracts.Sessions;

namespace MusicGen.Grains.Sessions;

/// <summary>A finished tune's words and all that is needed to compose it again.</summary>
/// <param name="Format">1.</param>
/// <param name="ModelHash">SHA-256 of the weights.</param>
/// <param name="Settings">All that decides it, beside the model.</param>
/// <param name="Build">The version of the software that composed it.</param>
/// <param name="Words">The primer's words and the composed ones.</param>
public sealed record TuneRecord(int Format, string ModelHash, TuneSettings Settings, string Build, IReadOnlyList<string> Words);
