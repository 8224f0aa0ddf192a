using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Augmentation;

/// <summary>What a word of either language becomes in a variant of its piece.</summary>
internal static class MovedWord
{
    private const int Classes = 12;
    private const int Pitches = 128;

    /// <summary>The word that stands for it; null where there is none: a note that no key has, a tempo beyond the slowest or the fastest.</summary>
    /// <remarks>Drums, and words of neither language, stay. A chord of note names gets its normal order anew, since a symmetric one has several.</remarks>
    public static string? Of(string word, Variant variant)
    {
        if (Score24Vocabulary.TryIdOf(word, out var id)) return Moved(id, variant) is { } moved ? Score24Vocabulary.WordOf(moved) : null;
        if (variant.Semitones == 0) return word;
        if (PitchNames.TryParse(word, out var pitch))
        {
            var moved = pitch + variant.Semitones;
            return moved is >= 0 and < Pitches ? PitchNames.Of(moved) : null;
        }
        return ChordNames.TryParse(word, out var classes) ? ChordNames.Of(classes.Sum(pitchClass => 1 << Class(pitchClass, variant))) : word;
    }

    private static int? Moved(int id, Variant variant)
    {
        var (family, value) = Score24Vocabulary.TokenOf(id);
        var index = id - Score24Vocabulary.FirstOf(family);
        return family switch
        {
            Score24Family.Pitch => At(family, index + variant.Semitones),
            Score24Family.Tempo => At(family, index + variant.TempoBins),
            Score24Family.Key => At(family, (value / Classes * Classes) + Class(value % Classes, variant)),
            Score24Family.Chord when value != Score24Vocabulary.NoChord =>
                At(family, (Class(value / Score24Vocabulary.Qualities, variant) * Score24Vocabulary.Qualities) + (value % Score24Vocabulary.Qualities)),
            _ => id,
        };
    }

    private static int? At(Score24Family family, int index) =>
        index >= 0 && index < Score24Vocabulary.CountOf(family) ? Score24Vocabulary.FirstOf(family) + index : null;

    private static int Class(int pitchClass, Variant variant) => (pitchClass + variant.Semitones + Classes) % Classes;
}
