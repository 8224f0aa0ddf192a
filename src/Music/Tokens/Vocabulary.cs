using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace MusicGen.Music.Tokens;

/// <summary>The words a model knows, each with its id.</summary>
/// <remarks>
/// Words come in ordinal order from id 0, as the origin report numbered them (Python's <c>sorted</c>); the special words follow,
/// so that ids equal the report's. Immutable.
/// </remarks>
public sealed class Vocabulary
{
    public const string PadWord = "<pad>";
    public const string BeginWord = "<bos>";
    public const string UnknownWord = "<unk>";

    private static readonly string[] Specials = [PadWord, BeginWord, UnknownWord];

    private readonly FrozenDictionary<string, int> _ids;

    private Vocabulary(string[] words)
    {
        Words = words;
        _ids = words.Select((word, id) => KeyValuePair.Create(word, id)).ToFrozenDictionary(StringComparer.Ordinal);
        Hash = Convert.ToHexStringLower(SHA256.HashData(ToBytes()));
    }

    /// <summary>Every word, at its id; the last three are padding, beginning of a piece, and unknown.</summary>
    public IReadOnlyList<string> Words { get; }

    public int Size => Words.Count;

    public int Pad => Size - 3;

    public int Begin => Size - 2;

    public int Unknown => Size - 1;

    /// <summary>SHA-256 of <see cref="ToBytes"/>, in lower-case hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>The vocabulary of a set of words, whatever their order and repetition.</summary>
    public static Vocabulary Of(IEnumerable<string> words)
    {
        var distinct = words.Where(word => !Specials.Contains(word)).Distinct(StringComparer.Ordinal).ToArray();
        if (distinct.Any(word => word.Length == 0 || word.Any(char.IsWhiteSpace)))
            throw new ArgumentException("A word must not be empty or contain white space.", nameof(words));
        Array.Sort(distinct, StringComparer.Ordinal);
        return new Vocabulary([.. distinct, .. Specials]);
    }

    /// <summary>The word's id, or <see cref="Unknown"/>.</summary>
    public int IdOf(string word) => _ids.GetValueOrDefault(word, Unknown);

    public bool Contains(string word) => _ids.ContainsKey(word);

    public bool IsSpecial(int id) => id >= Pad;

    /// <exception cref="ArgumentOutOfRangeException">One of the ids is no word's.</exception>
    internal void RequireIds(ReadOnlySpan<int> ids, [CallerArgumentExpression(nameof(ids))] string? parameter = null)
    {
        var foreign = ids.IndexOfAnyExceptInRange(0, Size - 1);
        if (foreign >= 0) throw new ArgumentOutOfRangeException(parameter, ids[foreign], $"Ids go from 0 to {Size - 1}.");
    }

    /// <summary>UTF-8, one word a line, in the order of the ids.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(string.Join('\n', Words) + "\n");

    /// <exception cref="FormatException">The bytes are not what <see cref="ToBytes"/> writes.</exception>
    public static Vocabulary FromBytes(ReadOnlySpan<byte> bytes)
    {
        var words = Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < Specials.Length || !words.AsSpan(words.Length - Specials.Length).SequenceEqual(Specials))
            throw new FormatException("A vocabulary ends with the words <pad>, <bos>, <unk>.");
        var vocabulary = Of(words);
        if (!vocabulary.Words.SequenceEqual(words, StringComparer.Ordinal))
            throw new FormatException("A vocabulary's words are distinct and in ordinal order.");
        return vocabulary;
    }
}
