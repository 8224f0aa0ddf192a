using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using MusicGen.Music.Tokens;

namespace MusicGen.Music.Datasets;

/// <summary>A corpus frozen for training: tokens, vocabulary and split. Immutable.</summary>
public sealed class Dataset
{
    private static readonly JsonSerializerOptions IndexFormat = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private readonly int[] _tokens;

    /// <param name="vocabulary">The words that the tokens stand for.</param>
    /// <param name="tokens">All pieces' tokens, one after another.</param>
    /// <param name="pieces">Where each piece lies in <paramref name="tokens"/>; together they cover it without gap or overlap.</param>
    /// <exception cref="FormatException">The parts do not fit each other.</exception>
    public Dataset(Vocabulary vocabulary, int[] tokens, IReadOnlyList<DatasetPiece> pieces)
    {
        var end = 0;
        foreach (var piece in pieces)
        {
            if (piece.Offset != end || piece.Length <= 0) throw new FormatException($"Piece {piece.Name} does not start where the piece before it ends.");
            end = checked(end + piece.Length);
        }
        if (end != tokens.Length) throw new FormatException($"The pieces cover {end} tokens of {tokens.Length}.");
        if (tokens.Any(token => (uint)token >= (uint)vocabulary.Size)) throw new FormatException("A token lies outside the vocabulary.");
        (Vocabulary, _tokens, Pieces) = (vocabulary, tokens, pieces);
    }

    public Vocabulary Vocabulary { get; }

    public IReadOnlyList<DatasetPiece> Pieces { get; }

    /// <summary>The tokens of one piece, without a beginning mark.</summary>
    public ReadOnlySpan<int> TokensOf(DatasetPiece piece) => _tokens.AsSpan(piece.Offset, piece.Length);

    /// <summary>The tokens of each piece of a split, without beginning marks.</summary>
    public IReadOnlyList<ReadOnlyMemory<int>> TokensOf(Split split) => [.. PiecesOf(split).Select(piece => new ReadOnlyMemory<int>(_tokens, piece.Offset, piece.Length))];

    public IEnumerable<DatasetPiece> PiecesOf(Split split) => Pieces.Where(piece => piece.Split == split);

    public int TokenCount(Split split) => PiecesOf(split).Sum(piece => piece.Length);

    /// <summary>The tokens as 32-bit little-endian integers.</summary>
    public byte[] TokensToBytes()
    {
        var bytes = new byte[_tokens.Length * sizeof(int)];
        for (var i = 0; i < _tokens.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), _tokens[i]);
        return bytes;
    }

    /// <summary>The pieces as JSON.</summary>
    public byte[] IndexToBytes() => JsonSerializer.SerializeToUtf8Bytes(Pieces, IndexFormat);

    /// <exception cref="FormatException">The parts are damaged or do not fit each other.</exception>
    public static Dataset FromBytes(ReadOnlySpan<byte> vocabulary, ReadOnlySpan<byte> tokens, ReadOnlySpan<byte> index)
    {
        if (tokens.Length % sizeof(int) != 0) throw new FormatException("The token file's length is not a multiple of 4.");
        var ids = MemoryMarshal.Cast<byte, int>(tokens).ToArray();
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(ids, ids);
        try
        {
            var pieces = JsonSerializer.Deserialize<DatasetPiece[]>(index, IndexFormat) ?? throw new FormatException("The index is empty.");
            return new Dataset(Vocabulary.FromBytes(vocabulary), ids, pieces);
        }
        catch (JsonException e)
        {
            throw new FormatException("The index is not valid JSON.", e);
        }
    }
}
