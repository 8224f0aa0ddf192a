using System.Globalization;
using MusicGen.Music.Tokens;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Inference.Composing;

/// <summary>A primer as a model hears it.</summary>
/// <param name="Ids">A model's id for each word of the primer that it hears.</param>
/// <param name="Strange">Words that the model has never seen, each once; where there are any, it cannot go on from the primer.</param>
public sealed record HeardPrimer(IReadOnlyList<int> Ids, IReadOnlyList<string> Strange)
{
    private const int InstrumentsOfAFamily = 8; // of General MIDI

    /// <summary>
    /// The ids of words. Where the model has never seen a position, tempo, velocity or duration of Score24 it hears the nearest that it has seen; for an
    /// instrument it hears one of the same General MIDI family, or else the nearest in number; for a meter one whose bars are as long. Key signatures and
    /// chord symbols that it has never seen it does not hear. The tune keeps the primer's own.
    /// </summary>
    public static HeardPrimer Of(IEnumerable<string> words, Vocabulary vocabulary)
    {
        var nearest = new Dictionary<string, int?>(StringComparer.Ordinal);
        var (ids, strange) = (new List<int>(), new List<string>());
        foreach (var word in words)
        {
            if (!nearest.TryGetValue(word, out var id))
            {
                nearest[word] = id = Nearest(word, vocabulary);
                if (id == vocabulary.Unknown) strange.Add(word);
            }
            if (id is { } heard) ids.Add(heard);
        }
        return new HeardPrimer(ids, strange);
    }

    /// <summary>Null: the music is the same without the word.</summary>
    private static int? Nearest(string word, Vocabulary vocabulary)
    {
        if (vocabulary.Contains(word) && vocabulary.IdOf(word) is var known && !vocabulary.IsSpecial(known)) return known;
        if (!Score24Vocabulary.TryIdOf(word, out var id)) return vocabulary.Unknown;
        var token = Score24Vocabulary.TokenOf(id);
        if (token.Family is Score24Family.Key or Score24Family.Chord) return null;
        return Enumerable.Range(Score24Vocabulary.FirstOf(token.Family), Score24Vocabulary.CountOf(token.Family))
            .Where(other => vocabulary.Contains(Score24Vocabulary.WordOf(other)))
            .Select(other => (Word: Score24Vocabulary.WordOf(other), Distance: Distance(token, Score24Vocabulary.TokenOf(other))))
            .Where(other => other.Distance is not null)
            .OrderBy(other => other.Distance)
            .Select(other => vocabulary.IdOf(other.Word))
            .FirstOrDefault(vocabulary.Unknown);
    }

    /// <summary>How far apart two words of a family are; null where one cannot stand for the other.</summary>
    private static int? Distance(Score24Token one, Score24Token other) => one.Family switch
    {
        Score24Family.Position or Score24Family.Tempo or Score24Family.Velocity or Score24Family.Duration => Math.Abs(one.Value - other.Value),
        Score24Family.Program when (one.Value == Score24Vocabulary.DrumProgram) == (other.Value == Score24Vocabulary.DrumProgram) =>
            Math.Abs(one.Value - other.Value)
            + (one.Value / InstrumentsOfAFamily == other.Value / InstrumentsOfAFamily ? 0 : Score24Vocabulary.DrumProgram), // any of the family before all others
        Score24Family.TimeSig when BarQuarters(one) == BarQuarters(other) => 0,
        _ => null,
    };

    private static double BarQuarters(Score24Token meter)
    {
        var word = Score24Vocabulary.WordOf(Score24Vocabulary.IdOf(meter.Family, meter.Value)); // such as TimeSig_6/8
        var parts = word[(word.IndexOf('_', StringComparison.Ordinal) + 1)..].Split('/');
        return 4.0 * int.Parse(parts[0], CultureInfo.InvariantCulture) / int.Parse(parts[1], CultureInfo.InvariantCulture);
    }
}
