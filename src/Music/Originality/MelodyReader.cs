using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Music.Originality;

/// <summary>Reads the melodies of pieces from their tokens, without making scores of them.</summary>
/// <remarks>
/// In <see cref="Score24"/> each program but the drums has one: its highest note at each onset. Note names, which tell neither programs nor onsets, are
/// one melody, a note a word. Immutable.
/// </remarks>
internal sealed class MelodyReader
{
    private const int NoProgram = -1;
    private const int NameLine = Score24Vocabulary.DrumProgram + 1;

    private readonly Vocabulary _vocabulary;
    private readonly Meaning[] _meanings; // of each word

    public MelodyReader(Vocabulary vocabulary) =>
        (_vocabulary, _meanings) = (vocabulary, [.. vocabulary.Words.Select(MeaningOf)]);

    private enum Kind
    {
        Other,
        Program,
        Pitch,
        Name,
    }

    /// <summary>The melodies of a piece in the order in which they begin, none of them empty.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A token is no id of the vocabulary.</exception>
    public List<List<Tone>> Read(ReadOnlySpan<int> piece)
    {
        _vocabulary.RequireIds(piece);
        var melodies = new List<List<Tone>>();
        var lines = new List<Tone>?[NameLine + 1];
        var (program, isNewOnset) = (NoProgram, false);
        foreach (var id in piece)
        {
            var meaning = _meanings[id];
            switch (meaning.Kind)
            {
                case Kind.Program:
                    (program, isNewOnset) = (meaning.Program, true);
                    break;
                case Kind.Pitch when program != NoProgram:
                    var line = LineOf(program);
                    if (isNewOnset) line.Add(meaning.Tone);
                    else if (meaning.Tone.Pitch > line[^1].Pitch) line[^1] = meaning.Tone;
                    isNewOnset = false;
                    break;
                case Kind.Name:
                    LineOf(NameLine).Add(meaning.Tone);
                    break;
            }
        }
        return melodies;

        List<Tone> LineOf(int index)
        {
            if (lines[index] is null) melodies.Add(lines[index] = []);
            return lines[index]!;
        }
    }

    private static Meaning MeaningOf(string word)
    {
        if (Score24Vocabulary.TryIdOf(word, out var id))
        {
            return Score24Vocabulary.TokenOf(id) switch
            {
                (Score24Family.Program, var program) => new(Kind.Program, program, default),
                (Score24Family.Pitch, var pitch) => new(Kind.Pitch, NoProgram, new Tone(pitch)),
                _ => default,
            };
        }
        if (PitchNames.TryParse(word, out var key)) return new(Kind.Name, NoProgram, new Tone(key));
        return ChordNames.TryParse(word, out var classes) ? new(Kind.Name, NoProgram, Tone.OfChord(classes)) : default;
    }

    private readonly record struct Meaning(Kind Kind, int Program, Tone Tone);
}
