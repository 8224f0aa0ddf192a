using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Contracts.Corpora;

namespace MusicGen.Cli.Corpora;

/// <summary>The <c>stats</c> command.</summary>
internal static class StatsCommand
{
    public static Command Create()
    {
        var corpus = ServiceCommands.Id("CORPUS", "The corpus's id.");
        return new Command("stats", "Counts a corpus's files by outcome, key, meter, tempo and instrument.") { corpus }.Calling(async (arguments, call) =>
        {
            var stats = await call.Client.Corpora.StatsAsync(arguments.GetRequiredValue(corpus), call.Cancellation);
            call.Screen.Give(stats, screen =>
            {
                var files = stats.Corpus;
                screen.Tabulate("", ["what", "files", "which"], [
                    ["accepted", $"{files.Accepted:N0}", $"{files.Notes:N0} notes, {files.DurationSeconds / 3600:F1} hours"],
                    ["  repaired", $"{files.Repaired:N0}", Tell(stats.Repairs)],
                    ["  near-duplicates", $"{files.Similar:N0}", "kept, on one side of a dataset's split"],
                    ["  without a beat grid", $"{stats.WithoutBeatGrid:N0}", ""],
                    ["duplicates", $"{files.Duplicates:N0}", "the same bytes"],
                    ["near-duplicates", $"{files.NearDuplicates:N0}", "left out"],
                    ["filtered", $"{files.Filtered:N0}", Tell(stats.Filters)],
                    ["rejected", $"{files.Rejected:N0}", Tell(stats.Reasons)],
                    ["keys", $"{stats.Keys.Count:N0}", Tell(stats.Keys)],
                    ["meters", $"{stats.Meters.Count:N0}", Tell(stats.Meters)],
                    ["tempos", $"{stats.Tempos.Count:N0}", Tell(stats.Tempos)],
                    ["programs", $"{stats.Programs.Count:N0}", Tell(stats.Programs)],
                ]);
            });
            return ExitCodes.Done;
        });
    }

    private static string Tell(IReadOnlyList<NamedCount> counts) => string.Join(", ", counts.Select(count => $"{count.Name} {count.Count:N0}"));
}
