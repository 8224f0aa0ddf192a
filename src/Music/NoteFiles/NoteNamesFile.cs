using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MusicGen.Music.Tokens;

namespace MusicGen.Music.NoteFiles;

/// <summary>The origin report's form of a corpus: the names of its notes and chords, and beside it a JSON document that says how they came about.</summary>
/// <remarks>
/// UTF-8, a word a line; before each piece a line <c># file: name</c>, in whose name characters that are not printable are spaces. Rhythm, velocity, instruments and
/// drums are not in it, so it cannot be read back to a score: <see cref="NoteFile"/> is for that.
/// </remarks>
public static class NoteNamesFile
{
    private const string Format = "musicgen-notenames 1";
    private const string Comment = "# file: ";

    /// <summary>Writes the text; pieces are asked for one by one.</summary>
    /// <param name="pieces">Names, and the words that <see cref="NoteNames.Encode"/> gave for them.</param>
    /// <param name="options">With what they were encoded.</param>
    /// <param name="output">Gets the text; is not closed.</param>
    /// <exception cref="ArgumentException">One of the words is none; pieces before it are written.</exception>
    /// <returns>The JSON document: format, rules, the numbers of pieces, words and different words, and the text's SHA-256 in lower-case hexadecimal.</returns>
    public static byte[] Write(IEnumerable<(string Name, IReadOnlyList<string> Words)> pieces, NoteNamesOptions options, Stream output)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var vocabulary = new HashSet<string>(StringComparer.Ordinal);
        int files = 0;
        long words = 0;
        foreach (var (name, piece) in pieces)
        {
            var text = Encoding.UTF8.GetBytes(TextOf(name, piece));
            hash.AppendData(text);
            output.Write(text);
            vocabulary.UnionWith(piece);
            (files, words) = (files + 1, words + piece.Count);
        }
        return Sidecar(options, files, words, vocabulary.Count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static string TextOf(string name, IReadOnlyList<string> words)
    {
        var text = new StringBuilder(Comment);
        foreach (var character in name) text.Append(QuotedText.IsUnprintable(character) ? ' ' : character);
        text.Append('\n');
        foreach (var word in words)
        {
            if (!NoteNames.IsWord(word)) throw new ArgumentException($"'{QuotedText.Shown(Encoding.UTF8.GetBytes(word))}' is not a word of note names.", nameof(words));
            text.Append(word).Append('\n');
        }
        return text.ToString();
    }

    private static byte[] Sidecar(NoteNamesOptions options, int files, long words, int vocabulary, string sha256)
    {
        using var document = new MemoryStream();
        using (var json = new Utf8JsonWriter(document, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteStartObject("rules");
            json.WriteString("parts", JsonNamingPolicy.CamelCase.ConvertName(options.Parts.ToString()));
            json.WriteNumber("toleranceDivisor", options.ToleranceDivisor);
            json.WriteBoolean("splitTiesAtBar", options.SplitTiesAtBar);
            json.WriteEndObject();
            json.WriteNumber("files", files);
            json.WriteNumber("words", words);
            json.WriteNumber("vocabulary", vocabulary);
            json.WriteString("sha256", sha256);
            json.WriteEndObject();
        }
        return document.ToArray();
    }
}
