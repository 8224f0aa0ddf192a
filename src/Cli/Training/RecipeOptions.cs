using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;

namespace MusicGen.Cli.Training;

/// <summary>The options of <c>train</c> that say how the network is shaped and learns.</summary>
internal sealed class RecipeOptions
{
    private readonly Option<int?> _epochs = Whole("--epochs", "Passes over the pieces, 1 to 10,000. Default: the preset's");
    private readonly Option<int?> _embedding = Whole("--embedding", "Length of a word's vector, 1 to 4,096. Default: the preset's");
    private readonly Option<int?> _hidden = Whole("--hidden", "Units of each LSTM layer, 1 to 4,096. Default: the preset's");
    private readonly Option<int?> _layers = Whole("--layers", "LSTM layers, 1 to 8. Default: 2");
    private readonly Option<int?> _batchSize = Whole("--batch-size", "Pieces read side by side, 1 to 1,024. Default: 16");
    private readonly Option<int?> _sequenceLength = Whole("--sequence-length", "Words of each piece a step, 2 to 4,096. Default: 128");
    private readonly Option<double?> _learningRate = ServiceCommands.Real("--learning-rate", "AdamW's highest rate, above 0 and at most 1. Default: the preset's");
    private readonly Option<int?> _warmupSteps = Whole("--warmup-steps", "Steps in which the rate rises from nothing. Default: 50");
    private readonly Option<double?> _finalRateShare = ServiceCommands.Real("--final-rate-share", "The rate at the end as a share of the highest, 0 to 1. Default: 0.01");
    private readonly Option<double?> _dropout = ServiceCommands.Real("--dropout", "Share of units dropped behind each LSTM layer, 0 to below 1. Default: the preset's");
    private readonly Option<double?> _inputDropout = ServiceCommands.Real("--input-dropout", "Share of the embedding's numbers dropped, 0 to below 1. Default: 0.1");
    private readonly Option<double?> _weightDropout = ServiceCommands.Real("--weight-dropout", "Share of the recurrent weights dropped for a step, 0 to below 1. Default: 0");
    private readonly Option<double?> _weightDecay = ServiceCommands.Real("--weight-decay", "How far weights shrink in a step, as a share of the rate, 0 to 1. Default: 0.01");
    private readonly Option<double?> _clipNorm = ServiceCommands.Real("--clip-norm", "Upper limit of the gradient's norm, above 0. Default: 1");
    private readonly Option<int?> _transposeDown = Whole("--transpose-down", "Pieces are heard up to so many semitones lower, 0 to 12. Default: 5");
    private readonly Option<int?> _transposeUp = Whole("--transpose-up", "And up to so many higher, 0 to 12. Default: 6");
    private readonly Option<int?> _tempoShift = Whole("--tempo-shift", "And up to so many steps of 7.7 % faster or slower, 0 to 4. Default: 1");
    private readonly Option<int?> _patience = Whole("--patience", "Ends after so many passes without a lower held-out loss; 0: never. Default: 10");
    private readonly Option<int?> _keepBest = Whole("--keep-best", "Checkpoints with the lowest held-out losses that stay, 1 to 20. Default: 2");
    private readonly Option<int?> _keepLast = Whole("--keep-last", "Last checkpoints that stay, 1 to 20. Default: 2");
    private readonly Option<int?> _samples = Whole("--samples", "Tunes composed after each pass, to be listened to, 0 to 8. Default: 1");
    private readonly Option<double?> _checkpointSeconds = ServiceCommands.Real("--checkpoint-seconds", "Longest time between two checkpoints, 1 to 86,400. Default: 60");
    private readonly Option<long?> _seed = ServiceCommands.Whole<long>("--seed", "Of the weights, the order of the pieces and all else that is drawn. Default: 0");
    private readonly Option<string?> _precision = new("--precision") { Description = "What the network computes with: auto (bf16 on processors that multiply with it), fp32 or bf16. Default: auto", HelpName = "PRECISION" };

    public RecipeOptions() => _precision.AcceptOnlyFromAmong([.. Enum.GetValues<ArithmeticPrecision>().Select(ContractJson.NameOf)]);

    /// <summary>All of them, in the order of the help text.</summary>
    public IEnumerable<Option> All =>
    [
        _epochs, _seed, _embedding, _hidden, _layers, _batchSize, _sequenceLength, _learningRate, _warmupSteps, _finalRateShare, _dropout, _inputDropout, _weightDropout, _weightDecay, _clipNorm,
        _transposeDown, _transposeUp, _tempoShift, _patience, _keepBest, _keepLast, _samples, _checkpointSeconds, _precision,
    ];

    /// <summary>The request with what was typed; the rest stays the preset's.</summary>
    public CreateTraining Fill(CreateTraining request, ParseResult arguments) => request with
    {
        Epochs = arguments.GetValue(_epochs),
        Seed = arguments.GetValue(_seed),
        Embedding = arguments.GetValue(_embedding),
        Hidden = arguments.GetValue(_hidden),
        Layers = arguments.GetValue(_layers),
        BatchSize = arguments.GetValue(_batchSize),
        SequenceLength = arguments.GetValue(_sequenceLength),
        LearningRate = arguments.GetValue(_learningRate),
        WarmupSteps = arguments.GetValue(_warmupSteps),
        FinalRateShare = arguments.GetValue(_finalRateShare),
        Dropout = arguments.GetValue(_dropout),
        InputDropout = arguments.GetValue(_inputDropout),
        WeightDropout = arguments.GetValue(_weightDropout),
        WeightDecay = arguments.GetValue(_weightDecay),
        ClipNorm = arguments.GetValue(_clipNorm),
        TransposeDown = arguments.GetValue(_transposeDown),
        TransposeUp = arguments.GetValue(_transposeUp),
        TempoShift = arguments.GetValue(_tempoShift),
        Patience = arguments.GetValue(_patience),
        KeepBest = arguments.GetValue(_keepBest),
        KeepLast = arguments.GetValue(_keepLast),
        Samples = arguments.GetValue(_samples),
        CheckpointSeconds = arguments.GetValue(_checkpointSeconds),
        Precision = arguments.GetValue(_precision) is { } name ? Enum.Parse<ArithmeticPrecision>(name, ignoreCase: true) : null,
    };

    private static Option<int?> Whole(string name, string description) => ServiceCommands.Whole<int>(name, description);
}
