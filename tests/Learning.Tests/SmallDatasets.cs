using MusicGen.Contracts.Training;
using MusicGen.Music.Datasets;
using MusicGen.Music.Randomness;
using MusicGen.Music.Tokens;

namespace MusicGen.Learning.Tests;

/// <summary>Datasets that train in a second.</summary>
internal static class SmallDatasets
{
    /// <summary>Options to go with them: every part that resuming must restore is in use.</summary>
    public static TrainingOptions Options { get; } = new()
    {
        Preset = "tiny",
        Embedding = 6,
        Hidden = 10,
        Layers = 2,
        Dropout = 0.3,
        Epochs = 3,
        BatchSize = 3,
        SequenceLength = 7,
        LearningRate = 0.01,
        Seed = 11,
        WeightDropout = 0.2,
        WarmupSteps = 4,
        Precision = ArithmeticPrecision.Fp32,
        Patience = 0,
    };

    /// <summary>Pieces of random words, of the given lengths; every third is held out.</summary>
    public static Dataset Random(params int[] lengths)
    {
        var index = 0UL;
        return Of(lengths, _ => new CounterRandom(3).Below(index++, 12));
    }

    /// <summary>Pieces that walk up and down a scale of 12 words: the next word is certain but where the direction is not known yet.</summary>
    public static Dataset Scales(params int[] lengths) => Of(lengths, place => place % 22 is var turn && turn < 12 ? turn : 22 - turn);

    /// <summary>One dataset of any lengths: 12 words, the notes of an octave; lengths of the pieces, the split of a piece.</summary>
    public static Dataset Of(IReadOnlyList<int> lengths, Func<int, int> wordAt, Func<int, Split>? splitOf = null)
    {
        var vocabulary = Vocabulary.Of(Enumerable.Range(60, 12).Select(PitchNames.Of));
        var pieces = new List<DatasetPiece>();
        var tokens = new List<int>();
        foreach (var length in lengths)
        {
            var split = splitOf is not null ? splitOf(pieces.Count) : pieces.Count % 3 == 2 ? Split.Validation : Split.Train;
            pieces.Add(new DatasetPiece($"piece {pieces.Count}", $"{pieces.Count:x64}", split, tokens.Count, length));
            for (var place = 0; place < length; place++) tokens.Add(wordAt(place));
        }
        return new Dataset(vocabulary, [.. tokens], pieces);
    }
}
