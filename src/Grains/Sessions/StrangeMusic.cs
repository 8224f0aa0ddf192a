using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Grains.Sessions;

/// <summary>What a model cannot hear of a primer, as whoever gave the primer would call it.</summary>
internal static class StrangeMusic
{
    private const int Named = 8;

    /// <param name="words">At least one word that the model has never seen and has nothing near to.</param>
    public static string Describe(IReadOnlyList<string> words) =>
        $"The model has never heard {string.Join(", ", words.Take(Named).Select(NameOf))}{(words.Count > Named ? " and others" : "")}: "
        + $"leave {(words.Count > 1 ? "them" : "it")} out of the primer.";

    private static string NameOf(string word)
    {
        if (!Score24Vocabulary.TryIdOf(word, out var id)) return word;
        return Score24Vocabulary.TokenOf(id) switch
        {
            (Score24Family.Pitch, var key) => $"the key {key} ({PitchNames.Of(key)})",
            (Score24Family.DrumPitch, var key) => $"the drum {key}",
            (Score24Family.Program, Score24Vocabulary.DrumProgram) => "drums",
            (Score24Family.Program, _) => "an instrument other than drums",
            (Score24Family.TimeSig, _) => $"the meter {word[(word.IndexOf('_', StringComparison.Ordinal) + 1)..]}",
            _ => word,
        };
    }
}
