using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Contracts;

namespace MusicGen.Cli.Corpora;

/// <summary>The <c>files</c> command.</summary>
internal static class FilesCommand
{
    public static Command Create()
    {
        var corpus = ServiceCommands.Id("CORPUS", "The corpus's id.");
        return new Command("files", "Lists what became of each file of a corpus.") { corpus }.Calling(async (arguments, call) =>
        {
            var id = arguments.GetRequiredValue(corpus);
            var files = await AllPages.ReadAsync(cursor => call.Client.Corpora.FilesAsync(id, cursor, cancellationToken: call.Cancellation));
            call.Screen.Give(files, screen => screen.Tabulate(
                $"Corpus {id} has no files yet: '{call.Next($"upload PATH --corpus {id}")}' adds some.",
                ["file", "outcome", "notes", "seconds", "reason"],
                [.. files.Select(file => (string[])
                    [
                        file.Name, ContractJson.NameOf(file.Outcome), $"{file.Notes:N0}", $"{file.DurationSeconds:F1}",
                        RejectedFile.Describe(file.Reason, file.Offset),
                    ])]));
            return ExitCodes.Done;
        });
    }
}
