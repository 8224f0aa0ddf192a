using System.CommandLine;
using MusicGen.Cli.Service;

namespace MusicGen.Cli.Corpora;

/// <summary>The <c>corpora</c> command.</summary>
internal static class CorporaCommand
{
    public static Command Create() => new Command("corpora", "Lists your corpora.").Calling(async (_, call) =>
    {
        var corpora = await AllPages.ReadAsync(cursor => call.Client.Corpora.ListAsync(cursor, cancellationToken: call.Cancellation));
        corpora.Give(
            call.Screen,
            $"There is no corpus yet: make one with '{call.Next("upload PATH")}'.",
            ["corpus", "name", "accepted", "duplicates", "rejected", "notes", "created"],
            corpus =>
            [
                corpus.Id, corpus.Name == corpus.Id ? "" : corpus.Name, $"{corpus.Accepted:N0}", $"{corpus.Duplicates:N0}", $"{corpus.Rejected:N0}",
                $"{corpus.Notes:N0}", $"{corpus.CreatedAt:u}",
            ]);
        return ExitCodes.Done;
    });
}
