using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Contracts.Corpora;

namespace MusicGen.Cli.Corpora;

/// <summary>The options of a new corpus: what it lets in.</summary>
internal sealed class IntakeOptions
{
    private static readonly IntakeSettings Default = new();

    private readonly Option<bool> _everything = new("--no-filters") { Description = "Take every file that has notes." };

    private readonly Option<NearDuplicates> _nearDuplicates = new("--near-duplicates")
    {
        Description = "What to do with pieces that are transposed, re-timed or slightly edited versions of one that is there",
        DefaultValueFactory = _ => Default.NearDuplicates,
    };

    private readonly Option<double> _similarity = ServiceCommands.Real("--similarity", "From which similarity on pieces are near-duplicates, 0.2 to 1", Default.Similarity);
    private readonly Option<int> _minNotes = ServiceCommands.Whole("--min-notes", "Filter too-short: fewest notes", Default.MinNotes);
    private readonly Option<double> _minSeconds = ServiceCommands.Real("--min-seconds", "Filter too-short: shortest duration", Default.MinSeconds);
    private readonly Option<double> _maxSeconds = ServiceCommands.Real("--max-seconds", "Filter too-long: longest duration", Default.MaxSeconds);
    private readonly Option<int> _minPitches = ServiceCommands.Whole("--min-pitches", "Filter too-few-pitches: fewest different pitches", Default.MinPitches);
    private readonly Option<double> _maxSilence = ServiceCommands.Real("--max-silence", "Filter mostly-silence: largest share of silence, 0 to 1", Default.MaxSilence);
    private readonly Option<double> _maxCommonest = ServiceCommands.Real("--max-commonest-pitch", "Filter one-note-repeated: largest share of the commonest pitch, 0 to 1", Default.MaxCommonestPitch);
    private readonly Option<bool> _requireBeatGrid = new("--require-beat-grid") { Description = "Filter no-beat-grid: turn away performances that ignore the file's beats." };

    public IReadOnlyList<Option> All =>
        [_nearDuplicates, _similarity, _minNotes, _minSeconds, _maxSeconds, _minPitches, _maxSilence, _maxCommonest, _requireBeatGrid, _everything];

    /// <summary>What the caller asks for; the service says what is wrong with it.</summary>
    public IntakeSettings Read(ParseResult arguments)
    {
        var (near, similarity) = (arguments.GetValue(_nearDuplicates), arguments.GetValue(_similarity));
        return arguments.GetValue(_everything)
            ? IntakeSettings.Everything with { NearDuplicates = near, Similarity = similarity }
            : new IntakeSettings(
                near, similarity, arguments.GetValue(_minNotes), arguments.GetValue(_minSeconds), arguments.GetValue(_maxSeconds), arguments.GetValue(_minPitches),
                arguments.GetValue(_maxSilence), arguments.GetValue(_maxCommonest), arguments.GetValue(_requireBeatGrid));
    }
}
