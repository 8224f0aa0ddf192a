using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Cli.Sessions;

/// <summary>How a tune's words are drawn.</summary>
internal sealed class DrawingOptions
{
    private readonly Option<long?> _seed = ServiceCommands.Whole<long>(
        "--seed", "Of the first tune; the next ones count on. The same seed gives the same tune. Default: drawn at random");

    private readonly Option<double?> _temperature = ServiceCommands.Real("--temperature", "0 (always the likeliest word) to 5. Default: 1");

    private readonly Option<int?> _topK = ServiceCommands.Whole<int>("--top-k", "Only the N likeliest words; 0: all. Default: 0");

    private readonly Option<double?> _topP = ServiceCommands.Real(
        "--top-p", "Only the likeliest words that together have this probability, above 0 and at most 1. Default: 0.95");

    private readonly Option<double?> _minP = ServiceCommands.Real(
        "--min-p", "Only words at least so likely as this share of the likeliest one, 0 (all) to 1. Default: 0");

    private readonly Option<double?> _penalty = ServiceCommands.Real(
        "--repetition-penalty", "What a word loses in likelihood, in nats, for each word by which a run that was there before is repeated for too long, 0 (nothing) to 20. Default: 0");

    private readonly Option<int?> _length = ServiceCommands.Whole<int>(
        "--repetition-length", "Words that may repeat freely, 1 to 1,024; a note has some five. Default: 48, with note names 8");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_seed, _temperature, _topK, _topP, _minP, _penalty, _length]) command.Add(option);
    }

    /// <summary>A request with what was given of them.</summary>
    public CreateTune Of(ParseResult arguments, CreateTune request) => request with
    {
        Seed = arguments.GetValue(_seed),
        Temperature = arguments.GetValue(_temperature),
        TopK = arguments.GetValue(_topK),
        TopP = arguments.GetValue(_topP),
        MinP = arguments.GetValue(_minP),
        RepetitionPenalty = arguments.GetValue(_penalty),
        RepetitionLength = arguments.GetValue(_length),
    };
}
