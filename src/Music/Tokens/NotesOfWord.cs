using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Tokens;

/// <summary>How many notes a word tells, in whichever language it is one of.</summary>
public static class NotesOfWord
{
    /// <summary>Score24: 1 for a pitch or drum, 0 for what says when and how. Note names: 1 for a note, for a chord its pitch classes. 0 for a word of neither.</summary>
    public static int Count(string word)
    {
        if (Score24Vocabulary.TryIdOf(word, out var id)) return Score24Vocabulary.TokenOf(id).Family is Score24Family.Pitch or Score24Family.DrumPitch ? 1 : 0;
        return NoteNames.TryParse(word, out var pitches) ? pitches.Count : 0;
    }
}
