using MusicGen.Contracts;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Sessions;
using MusicGen.Inference.Tokens;
using MusicGen.Music.Midi;
using MusicGen.Music.NoteFiles;
using MusicGen.Music.Scores;
using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Silo.Sessions;

/// <summary>A primer in the words of the model that is to go on from it.</summary>
/// <param name="tokenizer">The model's.</param>
/// <param name="program">On which General MIDI program note names are played, where the language has instruments.</param>
/// <param name="refuse">Is told what is wrong with the primer.</param>
internal sealed class PrimerWords(Tokenizer tokenizer, int program, Action<Problem> refuse)
{
    private const int MaxWords = 4096;
    private const int MaxLength = 1 << 20; // bytes, or letters
    private const int ShownLetters = 20;

    private static readonly string End = Score24Vocabulary.WordOf(Score24Vocabulary.End);

    private bool IsScore24 => tokenizer.Kind == TokenizerKind.Score24;

    /// <summary>A stranger's text, short enough for a message.</summary>
    public static string Shortened(string text) => text.Length > ShownLetters ? text[..ShownLetters] + "…" : text;

    /// <summary>Its words; none where there is no primer or something is wrong with it.</summary>
    public IReadOnlyList<string> Of(Primer? primer)
    {
        if (primer is null) return [];
        if (new object?[] { primer.Names, primer.Midi, primer.Notes }.Count(given => given is not null) != 1) return Refuse("Give a primer as names, as MIDI, as notes or as a tune: one of them.");
        if (primer is { Midi.Length: > MaxLength } or { Notes.Length: > MaxLength } or { Names.Length: > MaxLength }) return Refuse($"A primer has at most {MaxLength >> 20} MB.");
        try
        {
            IReadOnlyList<string> words = primer switch
            {
                { Midi: { } midi } => OfScore(MidiReader.Read(midi).Score),
                { Notes: { } notes } => OfScore(NoteFile.Read(notes)),
                { Names: { } names } => OfNames(names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
                _ => [],
            };
            return words.Count <= MaxWords ? words : Refuse(TooLong(words.Count));
        }
        catch (MidiFormatException e)
        {
            return Refuse($"The MIDI primer cannot be read: {e.Message}");
        }
        catch (NoteFileFormatException e)
        {
            return Refuse($"The primer's note file cannot be read: {e.Message}");
        }
        catch (Exception e) when (e is Score24LimitException or NoteNamesLimitException)
        {
            return Refuse($"The primer is too long: {e.Message}");
        }
    }

    private IReadOnlyList<string> OfScore(Score score)
    {
        var words = WithoutEnd(tokenizer.Encode(score));
        return words.Count > 0 ? words : Refuse($"The primer has no {(IsScore24 ? "" : "pitched ")}note.");
    }

    private IReadOnlyList<string> OfNames(string[] words)
    {
        if (words.Length == 0) return Refuse("The primer has no word.");
        if (IsScore24 && IsScore24Word(words[0]))
        {
            if (words.FirstOrDefault(word => !IsScore24Word(word)) is { } stranger) return Refuse($"'{Shortened(stranger)}' is no word of Score24.");
            return WithoutEnd(words) is { Count: > 0 } begun ? begun : Refuse("The primer has no note.");
        }
        if (words.FirstOrDefault(word => !NoteNames.IsWord(word)) is { } strange)
            return Refuse($"'{Shortened(strange)}' is neither a note name, such as C4, F#3 or B-3, nor a chord, such as 0.4.7.");
        return IsScore24 ? OfScore(NoteNames.Decode(words, program: program)) : words;
    }

    private string TooLong(int words) => IsScore24
        ? $"The primer is too long: it takes {words:N0} words of Score24, some five a note, and {MaxWords:N0} are the most."
        : $"The primer is too long: it has {words:N0} note names and chords, and {MaxWords:N0} are the most.";

    private static bool IsScore24Word(string word) => Score24Vocabulary.TryIdOf(word, out _);

    /// <summary>The tune goes on where the primer ends.</summary>
    private static IReadOnlyList<string> WithoutEnd(IReadOnlyList<string> words) => words.Count > 0 && words[^1] == End ? [.. words.Take(words.Count - 1)] : words;

    private IReadOnlyList<string> Refuse(string detail)
    {
        refuse(new Problem(ProblemKind.Invalid, "primer-invalid", detail, "primer"));
        return [];
    }
}
