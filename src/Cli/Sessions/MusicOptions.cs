using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Cli.Sessions;

/// <summary>What a tune shall be: its length, and what it keeps to.</summary>
internal sealed class MusicOptions
{
    private readonly Option<int?> _variations = ServiceCommands.Whole<int>(
        "--variations", "How many variations of each tune, composed side by side, 1 to 8; the first one is the tune itself. Default: 1");

    private readonly Option<int?> _words = ServiceCommands.Whole<int>(
        "--words", "Models of note names only: words to compose after the primer, 1 to 4,096. Default: 128");

    private readonly Option<int?> _bars = ServiceCommands.Whole<int>(
        "--bars", "Bars to compose after the primer's, 1 to 256; not with --mode variation or accompany. Default: 16");

    private readonly Option<string?> _instruments = new("--instruments")
    {
        Description = "Who may play, with commas between: piano, guitar, bass, violin, drums, or General MIDI programs from 0, such as 56. Default: all that the model knows",
        HelpName = "NAMES",
    };

    private readonly Option<int?> _players = ServiceCommands.Whole<int>(
        "--players", "How many different instruments may play, drums not counted: the first ones that do, a primer's among them, 1 to 15. Default: 15");

    private readonly Option<KeyRange?> _range = new("--range")
    {
        Description = "The lowest and the highest MIDI key of all but the drums, such as 36-84; 60 is middle C. Default: 0-127",
        HelpName = "LOW-HIGH",
        CustomParser = KeyRange.Parse,
    };

    private readonly Option<string?> _key = new("--key") { Description = "The key to whose scale all composed notes but drums belong, such as C, \"A minor\", \"F# major\" or Bbm. Default: any note", HelpName = "KEY" };

    private readonly Option<string?> _meter = new("--meter") { Description = "The meter of the composed bars, such as 3/4. Default: what the model composes", HelpName = "METER" };

    private readonly Option<double?> _tempo = ServiceCommands.Real(
        "--tempo", "Quarter notes a minute of the whole tune, 20 to 400; it is composed at the nearest tempo that the model knows. Default: what the model composes; with note names 120");

    private readonly Option<int?> _density = ServiceCommands.Whole<int>(
        "--density", "About how many composed notes start in a bar, drums included, 1 to 64: never more, and at least half as many where there is room. Default: as it comes");

    private readonly Option<int?> _polyphony = ServiceCommands.Whole<int>(
        "--polyphony", "The most composed notes that sound at once, 1 to 64; drums and a primer's notes that still sound do not count. Default: no limit");

    private readonly Option<bool> _ring = new("--let-ring") { Description = "Let the last notes ring on beyond the last bar. Without it composed notes end there; a primer's, 16 quarters long at most, may ring on." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_variations, _words, _bars, _instruments, _players, _range, _key, _meter, _tempo, _density, _polyphony, _ring]) command.Add(option);
    }

    /// <summary>A request with what was given of them.</summary>
    public CreateTune Of(ParseResult arguments, CreateTune request)
    {
        var keys = arguments.GetValue(_range);
        return request with
        {
            Variations = arguments.GetValue(_variations),
            Words = arguments.GetValue(_words),
            Bars = arguments.GetValue(_bars),
            Instruments = arguments.GetValue(_instruments)?.Split(',', StringSplitOptions.TrimEntries),
            Players = arguments.GetValue(_players),
            LowestPitch = keys?.Lowest,
            HighestPitch = keys?.Highest,
            Key = arguments.GetValue(_key),
            Meter = arguments.GetValue(_meter),
            TempoQpm = arguments.GetValue(_tempo),
            Density = arguments.GetValue(_density),
            Polyphony = arguments.GetValue(_polyphony),
            CloseAtEnd = arguments.GetValue(_ring) ? false : null,
        };
    }
}
