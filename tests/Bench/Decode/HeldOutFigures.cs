using MusicGen.Bench.Quality;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;
using MusicGen.Inference.Decoding;
using MusicGen.Inference.Tokens;
using MusicGen.Learning.Training;
using MusicGen.Music.Datasets;

namespace MusicGen.Bench.Decode;

/// <summary>Trains a network on jazz solos for about a minute and lets every precision predict the solos that were held out.</summary>
internal static class HeldOutFigures
{
    private const int Rows = 64;

    // Together about a minute on two cores. Score24 has ten words where a note name is one.
    private const int NoteNamesPasses = 5;
    private const int Score24Passes = 1;
    private const int EveryLearntAsScore24 = 6;

    private static readonly TrainingOptions Options = Presets.Find("small")! with { Samples = 0, Patience = 0, CheckpointSeconds = 86_400, Seed = 1 };

    /// <param name="solos">A folder of MIDI files that <see cref="WeimarSet.HasSolos"/>.</param>
    /// <param name="threads">CPU threads of the training.</param>
    public static IReadOnlyList<HeldOutFigure> Measure(DirectoryInfo solos, int threads)
    {
        var settings = new QualitySettings(Epochs: null, threads, "cpu");
        var score24 = new Tokenizer(new TokenizerSettings(TokenizerKind.Score24));
        return
        [
            .. Measure("solos as note names", WeimarSet.DatasetOf(solos, WeimarSet.NoteNamesOf), NoteNamesPasses, settings),
            .. Measure("the same as Score24", WeimarSet.DatasetOf(solos, score24.Encode, EveryLearntAsScore24), Score24Passes, settings),
        ];
    }

    private static IEnumerable<HeldOutFigure> Measure(string set, Dataset dataset, int passes, QualitySettings settings)
    {
        var trained = ObservedTraining.Run(dataset, Options with { Epochs = passes }, settings).Best!;
        var losses = Enum.GetValues<WeightPrecision>().ToDictionary(
            precision => precision, precision => NatsPerToken(Decoder.Load(trained.Model, trained.Shape, precision), dataset, trained));
        var single = losses[WeightPrecision.SinglePrecision];
        return
        [
            .. losses.Select(loss => new HeldOutFigure(set, loss.Key.ToString(), loss.Value, loss.Value - single)),
            new HeldOutFigure(set, "TorchSharp fp32", trained.Losses[^1].HeldOut!.Value, trained.Losses[^1].HeldOut!.Value - single),
        ];
    }

    /// <summary>Every held-out piece from its beginning, as the training's own evaluation reads it: every word is predicted, and the end.</summary>
    private static double NatsPerToken(Decoder decoder, Dataset dataset, TrainingCheckpoint trained)
    {
        var begin = trained.Vocabulary.Begin;
        var (nats, predictions) = (0.0, 0L);
        int[] IdsOf(DatasetPiece piece) => [begin, .. dataset.TokensOf(piece).ToArray().Select(id => trained.Vocabulary.IdOf(dataset.Vocabulary.Words[id])), begin];
        foreach (var pieces in dataset.PiecesOf(Split.Validation).OrderByDescending(piece => piece.Length).Select(IdsOf).Chunk(Rows))
        {
            var batch = decoder.CreateBatch(pieces.Length);
            var slots = Enumerable.Range(0, pieces.Length).ToArray();
            var logits = new float[pieces.Length * decoder.Shape.VocabularySize];
            for (var position = 0; position + 1 < pieces[0].Length; position++)
            {
                // The longest come first, so those that go on are the first ones.
                var rows = pieces.Count(piece => position + 1 < piece.Length);
                var asked = logits.AsSpan(0, rows * decoder.Shape.VocabularySize);
                batch.Step(slots.AsSpan(0, rows), [.. pieces.Take(rows).Select(piece => piece[position])], rows, asked);
                for (var row = 0; row < rows; row++)
                    nats += Loss(asked.Slice(row * decoder.Shape.VocabularySize, decoder.Shape.VocabularySize), pieces[row][position + 1]);
                predictions += rows;
            }
        }
        return nats / predictions;
    }

    private static double Loss(ReadOnlySpan<float> logits, int word)
    {
        var sum = 0.0;
        foreach (var logit in logits) sum += Math.Exp(logit);
        return Math.Log(sum) - logits[word];
    }
}
