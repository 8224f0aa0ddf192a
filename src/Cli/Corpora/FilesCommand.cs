using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;

namespace MusicGen.Cli.Corpora;

/// <summary>The <c>files</c> command.</summary>
internal static class FilesCommand
{
    public static Command Create()
    {
        var corpus = ServiceCommands.Id("CORPUS", "The corpus's id.");
        var outcome = new Option<FileOutcome?>("--outcome") { Description = "Only files of this outcome." };
        var repaired = new Option<bool>("--repaired") { Description = "Only files that were read with repairs." };
        return new Command("files", "Lists what became of each file of a corpus.") { corpus, outcome, repaired }.Calling(async (arguments, call) =>
        {
            var id = arguments.GetRequiredValue(corpus);
            var wanted = arguments.GetValue(outcome);
            bool? wantsRepaired = arguments.GetValue(repaired) ? true : null;
            var files = await AllPages.ReadAsync(cursor => call.Client.Corpora.FilesAsync(id, cursor, outcome: wanted, repaired: wantsRepaired, cancellationToken: call.Cancellation));
            var whenEmpty = wanted is null && wantsRepaired is null
                ? $"Corpus {id} has no files yet: '{call.Next($"upload PATH --corpus {id}")}' adds some."
                : $"Corpus {id} has no such files.";
            files.Give(
                call.Screen,
                whenEmpty,
                ["file", "outcome", "notes", "seconds", "key", "meter", "reason"],
                file =>
                [
                    file.Name, ContractJson.NameOf(file.Outcome), $"{file.Notes:N0}", $"{file.DurationSeconds:F1}", file.Profile?.Key ?? "", file.Profile?.Meter ?? "",
                    Describe(file),
                ]);
            return ExitCodes.Done;
        });
    }

    private static string Describe(FileReport file)
    {
        IEnumerable<string> repairs = (file.Repairs ?? []).Select(repair => $"{repair.Sentence} ({(repair.Count > 1 ? $"{repair.Count:N0} times, first at " : "")}byte {repair.Offset:N0})");
        var similar = file is { Outcome: FileOutcome.Accepted, Of: { } of } ? $"Much like {of} ({file.Similarity:P0})." : null;
        var reason = RejectedFile.Describe(file.Reason, file.Offset);
        return string.Join(' ', [.. repairs, .. new[] { similar, reason }.Where(text => !string.IsNullOrEmpty(text))]);
    }
}
