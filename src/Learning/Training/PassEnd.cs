using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;
using MusicGen.Learning.Evaluating;
using MusicGen.Learning.Network;
using MusicGen.Music.Datasets;
using MusicGen.Music.Grammar;
using static TorchSharp.torch;

namespace MusicGen.Learning.Training;

/// <summary>What is done between two passes: the network is measured on held-out pieces, and heard.</summary>
internal sealed class PassEnd
{
    /// <summary>Fills the cores also where a step has few rows, and bounds what the logits take.</summary>
    private const int Rows = 32;
    private const int WindowLength = 256;

    private readonly Dataset _dataset;
    private readonly Evaluation? _evaluation;
    private readonly SampleComposer? _composer;
    private readonly int _samples;
    private readonly ITrainingHost _host;
    private readonly Func<bool> _goesOn;

    /// <param name="dataset">What is learnt.</param>
    /// <param name="pieces">How it is read.</param>
    /// <param name="options">The training's.</param>
    /// <param name="tokenizer">The dataset's language; null: nothing is composed.</param>
    /// <param name="host">Keeps the samples.</param>
    /// <param name="goesOn">Asked again and again.</param>
    public PassEnd(Dataset dataset, TrainingPieces pieces, TrainingOptions options, TokenizerSettings? tokenizer, ITrainingHost host, Func<bool> goesOn)
    {
        (_dataset, _samples, _host, _goesOn) = (dataset, options.Samples, host, goesOn);
        if (pieces.HeldOut is { Count: > 0 } heldOut) _evaluation = new Evaluation(heldOut, pieces.Vocabulary, Rows, WindowLength);
        if (tokenizer is not null && options.Samples > 0) _composer = new SampleComposer(tokenizer, pieces.Vocabulary, options.Seed);
    }

    /// <summary>Measures, composes, and keeps what was composed.</summary>
    /// <param name="network">As it is after the pass.</param>
    /// <param name="device">Where it is.</param>
    /// <param name="epoch">Passes done.</param>
    /// <param name="baseline">The n-gram's losses, where they are known.</param>
    /// <returns>Null when it was not to go on; repeating gives the same.</returns>
    public PassResult? Measure(LstmNetwork network, Device device, int epoch, NgramBaseline? baseline)
    {
        if (_evaluation is null) return Compose(network, epoch) is { } only ? new PassResult(null, null, only.Names, only.CopyRate) : null;
        try
        {
            baseline ??= Baseline.Measure(_dataset, _goesOn);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        if (_evaluation.Measure(network, device, _goesOn) is not { } heldOut) return null;
        return Compose(network, epoch) is { } samples ? new PassResult(heldOut, baseline, samples.Names, samples.CopyRate) : null;
    }

    private (IReadOnlyList<string> Names, double? CopyRate)? Compose(LstmNetwork network, int epoch)
    {
        if (_composer is null) return ([], null);
        try
        {
            if (_composer.Compose(network, _samples, _goesOn) is not { } tunes) return null;
            if (_composer.CopyRate(tunes, _dataset, _goesOn) is not { } copyRate) return null;
            return ([.. tunes.Select((tune, number) => _host.Save(tune.Score, epoch, number + 1))], copyRate);
        }
        catch (Score24ConstraintException)
        {
            // A collection of a few words, of which no tune can be made, can be learnt from all the same.
            return ([], null);
        }
    }
}
