using MusicGen.Music.Augmentation;
using MusicGen.Music.Datasets;

namespace MusicGen.Learning.Batches;

/// <summary>A piece as the network reads it: the vocabulary's begin word, the piece's words, and the begin word once more, which ends it.</summary>
/// <param name="Dataset">Where its tokens lie.</param>
/// <param name="Piece">Which it is.</param>
/// <param name="Words">The network's words.</param>
/// <param name="Variant">In which key and tempo it is heard.</param>
internal readonly record struct PieceStream(Dataset Dataset, DatasetPiece Piece, VariantVocabulary Words, Variant Variant)
{
    /// <summary>Every token but the first is predicted.</summary>
    public int Predictions => Piece.Length + 1;

    /// <summary>The tokens from <paramref name="position"/> on.</summary>
    /// <param name="position">0 for the begin word.</param>
    /// <param name="tokens">Filled; no longer than what is left.</param>
    public void Read(int position, Span<long> tokens)
    {
        var words = Dataset.TokensOf(Piece);
        var ids = Words.MapOf(Variant);
        for (var i = 0; i < tokens.Length; i++)
        {
            var word = position + i - 1;
            tokens[i] = (uint)word < (uint)words.Length ? ids[words[word]] : Words.Vocabulary.Begin;
        }
    }
}
