using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Grains.Sessions;

/// <summary>The instruments that a model has heard.</summary>
internal static class KnownPrograms
{
    /// <summary>Programs 0 … 127 in their order, then <see cref="Score24Vocabulary.DrumProgram"/>; those that are words of the model.</summary>
    public static IEnumerable<int> Of(Vocabulary vocabulary) => Enumerable.Range(0, Score24Vocabulary.DrumProgram + 1)
        .Where(program => vocabulary.Contains(Score24Vocabulary.WordOf(Score24Vocabulary.IdOf(Score24Family.Program, program))));
}
