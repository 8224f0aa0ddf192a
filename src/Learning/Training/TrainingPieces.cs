using MusicGen.Contracts.Training;
using MusicGen.Learning.Batches;
using MusicGen.Music.Augmentation;
using MusicGen.Music.Datasets;
using MusicGen.Music.Tokens;

namespace MusicGen.Learning.Training;

/// <summary>A dataset's pieces as one training reads them.</summary>
internal sealed class TrainingPieces
{
    private readonly Dataset _dataset;
    private readonly TrainingOptions _options;
    private readonly VariantVocabulary _variants;
    private readonly (DatasetPiece Piece, VariantRange Range)[] _training;

    /// <exception cref="TrainingFailedException">The training split is empty, or a piece has a word in it that stands between pieces.</exception>
    public TrainingPieces(Dataset dataset, TrainingOptions options)
    {
        (_dataset, _options) = (dataset, options);
        foreach (var piece in dataset.Pieces)
        {
            if (dataset.TokensOf(piece).ContainsAny(dataset.Vocabulary.Pad, dataset.Vocabulary.Begin))
                throw new TrainingFailedException(FailureCode.DataInvalid, $"The piece \"{piece.Name}\" of the dataset has a word in it that is reserved for what stands between pieces.");
        }
        _variants = VariantVocabulary.Of(dataset, new VariantRange(-options.TransposeDown, options.TransposeUp, -options.TempoShift, options.TempoShift));
        _training = [.. dataset.PiecesOf(Split.Train).Select(piece => (piece, _variants.RangeOf(dataset.TokensOf(piece))))];
        if (_training.Length == 0) throw new TrainingFailedException(FailureCode.DataInvalid, "The training split of the dataset has no pieces.");
    }

    /// <summary>The dataset's words, and those that its training pieces have in other keys and tempos.</summary>
    public Vocabulary Vocabulary => _variants.Vocabulary;

    /// <summary>The validation split, as it is.</summary>
    public IReadOnlyList<PieceStream> HeldOut => [.. _dataset.PiecesOf(Split.Validation).Select(piece => new PieceStream(_dataset, piece, _variants, default))];

    /// <summary>The training split in the order and the variants of a pass: a pure function of seed and pass.</summary>
    public EpochWindows Of(int epoch)
    {
        var order = EpochOrder.Of([.. _training.Select(training => training.Piece.Length)], _options.Seed, epoch, _options.BatchSize);
        var streams = order.Select(index => new PieceStream(_dataset, _training[index].Piece, _variants, _training[index].Range.Draw((ulong)_options.Seed, epoch, index)));
        return new EpochWindows([.. streams], _options.BatchSize, _options.SequenceLength, Vocabulary.Pad);
    }
}
