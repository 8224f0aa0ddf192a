using System.Collections.Frozen;
using MusicGen.Music.Scores;

namespace MusicGen.Music.Tokens.Grid24;

/// <summary>The 793 tokens of <see cref="Score24"/>: ids, words and what they say. The ids never change.</summary>
/// <remarks>
/// Words: <c>PAD BOS EOS UNK MASK SEP FILL_BEGIN FILL_END</c>, <c>Bar</c>, <c>TimeSig_4/4</c>, <c>Position_36</c>, <c>Tempo_120</c>,
/// <c>Key_Eb:maj</c>, <c>Key_C:min</c>, <c>Chord_Bb:m7b5</c>, <c>Chord_N.C.</c>, <c>Program_32</c>, <c>Program_Drums</c>, <c>Pitch_60</c>,
/// <c>DrumPitch_36</c>, <c>Velocity_66</c>, <c>Duration_24</c>. No word holds white space.
/// </remarks>
public static class Score24Vocabulary
{
    public const int Pad = 0;
    public const int Begin = 1;
    public const int End = 2;
    public const int Unknown = 3;
    public const int Mask = 4;
    public const int Separator = 5;
    public const int FillBegin = 6;
    public const int FillEnd = 7;
    public const int Bar = 8;

    /// <summary>The value of the Program token that announces drums.</summary>
    public const int DrumProgram = 128;

    internal const int Keys = 24;
    internal const int NoChord = 132;
    internal const int Qualities = 11;

    private static readonly string[] Specials = ["PAD", "BOS", "EOS", "UNK", "MASK", "SEP", "FILL_BEGIN", "FILL_END"];
    private static readonly string[] Roots = ["C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B"];

    /// <summary>In the order of <see cref="ChordQuality"/>.</summary>
    private static readonly string[] QualityNames = ["maj", "min", "dim", "aug", "sus4", "7", "maj7", "m7", "m7b5", "dim7", "mMaj7"];

    /// <summary>For each family the values of its tokens, in the order of the ids.</summary>
    private static readonly int[][] Values =
    [
        Range(0, Specials.Length),
        [0],
        Range(0, Score24Scales.Meters.Length),
        Range(0, Score24Scales.LongestBar),
        Score24Scales.Tempos,
        Range(0, Keys),
        Range(0, NoChord + 1),
        Range(0, DrumProgram + 1),
        Range(0, 128),
        Range(Score24Scales.LowestDrum, Score24Scales.HighestDrum - Score24Scales.LowestDrum + 1),
        [.. Range(0, 128 / Score24Scales.VelocityStep).Select(bin => (bin * Score24Scales.VelocityStep) + 2)],
        Score24Scales.Durations,
    ];

    private static readonly int[] FirstIds = FirstIdsOf(Values);

    private static readonly Score24Token[] Tokens =
        [.. Values.SelectMany((values, family) => values.Select(value => new Score24Token((Score24Family)family, value)))];

    private static readonly string[] AllWords = [.. Tokens.Select(NameOf)];

    private static readonly FrozenDictionary<string, int> Ids =
        AllWords.Select((word, id) => KeyValuePair.Create(word, id)).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>793.</summary>
    public static int Size => Tokens.Length;

    /// <summary>Every word, at its id.</summary>
    public static IReadOnlyList<string> Words => AllWords;

    /// <summary>The id of a family's first token; the others follow in the order of their values.</summary>
    public static int FirstOf(Score24Family family) => FirstIds[(int)family];

    /// <summary>How many tokens a family has.</summary>
    public static int CountOf(Score24Family family) => Values[(int)family].Length;

    /// <exception cref="ArgumentOutOfRangeException">The id is below 0 or not below <see cref="Size"/>.</exception>
    public static Score24Token TokenOf(int id) => Tokens[Known(id)];

    /// <exception cref="ArgumentOutOfRangeException">The id is below 0 or not below <see cref="Size"/>.</exception>
    public static string WordOf(int id) => AllWords[Known(id)];

    /// <exception cref="ArgumentOutOfRangeException">The family has no such value.</exception>
    public static int IdOf(Score24Family family, int value)
    {
        var index = Array.BinarySearch(Values[(int)family], value);
        if (index < 0) throw new ArgumentOutOfRangeException(nameof(value), value, $"No {family} has this value.");
        return FirstIds[(int)family] + index;
    }

    /// <summary>The id of a word; false where it is none.</summary>
    public static bool TryIdOf(string word, out int id) => Ids.TryGetValue(word, out id);

    /// <summary>The words of ids.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One of them is no id.</exception>
    public static string[] ToWords(ReadOnlySpan<int> ids)
    {
        var words = new string[ids.Length];
        for (var i = 0; i < ids.Length; i++) words[i] = AllWords[Known(ids[i])];
        return words;
    }

    /// <summary>The ids of words.</summary>
    /// <exception cref="Score24FormatException">One of them is no word of <see cref="Score24"/>.</exception>
    public static int[] ToIds(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var ids = new List<int>();
        foreach (var word in words)
        {
            if (!Ids.TryGetValue(word, out var id)) throw new Score24FormatException(ids.Count, $"'{word}' is no word of Score24.");
            ids.Add(id);
        }
        return [.. ids];
    }

    private static int Known(int id) =>
        (uint)id < (uint)Tokens.Length ? id : throw new ArgumentOutOfRangeException(nameof(id), id, $"Ids go from 0 to {Tokens.Length - 1}.");

    private static string NameOf(Score24Token token) => token switch
    {
        (Score24Family.Special, var value) => Specials[value],
        (Score24Family.Bar, _) => "Bar",
        (Score24Family.TimeSig, var value) => $"TimeSig_{Score24Scales.MeterName(value)}",
        (Score24Family.Key, var value) => $"Key_{Roots[value % 12]}:{(value < 12 ? "maj" : "min")}",
        (Score24Family.Chord, NoChord) => "Chord_N.C.",
        (Score24Family.Chord, var value) => $"Chord_{Roots[value / Qualities]}:{QualityNames[value % Qualities]}",
        (Score24Family.Program, DrumProgram) => "Program_Drums",
        var (family, value) => $"{family}_{value}",
    };

    private static int[] FirstIdsOf(int[][] values)
    {
        var firstIds = new int[values.Length];
        for (var family = 1; family < values.Length; family++) firstIds[family] = firstIds[family - 1] + values[family - 1].Length;
        return firstIds;
    }

    private static int[] Range(int first, int count) => [.. Enumerable.Range(first, count)];
}
