using MusicGen.Contracts.Training;
using MusicGen.Music.Datasets;
using MusicGen.Music.Prediction;

namespace MusicGen.Learning.Evaluating;

/// <summary>The n-gram beside which every held-out loss is shown.</summary>
internal static class Baseline
{
    /// <summary>Counts on the training split, without variants, and measures on the validation split; the order is the one that does best there.</summary>
    /// <param name="dataset">The words are its own: variants would only give the n-gram more to choose from.</param>
    /// <param name="goesOn">Asked now and then.</param>
    /// <returns>Null where nothing is held out.</returns>
    /// <exception cref="OperationCanceledException">It was not to go on.</exception>
    public static NgramBaseline? Measure(Dataset dataset, Func<bool> goesOn)
    {
        var heldOut = dataset.TokensOf(Split.Validation);
        if (heldOut.Count == 0) return null;
        using var stop = new CancellationTokenSource();
        void Ask(double part)
        {
            if (!goesOn()) stop.Cancel();
        }

        var model = NgramModel.Train(dataset.Vocabulary, dataset.TokensOf(Split.Train), progress: Ask, cancellationToken: stop.Token);
        if (model.TokensSeen == 0) return null;
        var best = model.BestLoss(heldOut, Ask, stop.Token);
        var notes = HeldOutLoss.NotesOf(dataset.Vocabulary);
        var (natsOfWords, noteCount) = (0.0, 0L);
        foreach (var piece in heldOut)
        {
            if (!goesOn()) throw new OperationCanceledException();
            natsOfWords += model.NatsOf(piece.Span, best.Order)[..^1].Sum();
            foreach (var token in piece.Span) noteCount += notes[token];
        }
        return new NgramBaseline(best.Order, best.NatsPerToken, noteCount == 0 ? null : natsOfWords / noteCount, model.TokensSeen);
    }
}
