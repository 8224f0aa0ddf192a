using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Cli.Terminal;
using MusicGen.Client.Corpora;
using MusicGen.Contracts.Corpora;

namespace MusicGen.Cli.Corpora;

/// <summary>The <c>upload</c> command.</summary>
internal static class UploadCommand
{
    private const int ReasonsShown = 20;

    public static Command Create()
    {
        var paths = new Argument<FileSystemInfo[]>("PATH")
        {
            Description = $"MIDI files, and folders whose MIDI files ({string.Join(", ", MidiFolder.Extensions)}) are taken, subfolders included.",
            Arity = ArgumentArity.OneOrMore,
        };
        paths.AcceptExistingOnly();
        var name = new Option<string?>("--name") { Description = "What to call the new corpus. Default: its id" };
        var corpus = ServiceCommands.IdOption("--corpus", "Add to this corpus instead of making a new one.");
        var all = new Option<bool>("--all") { Description = $"Show every rejected file, not only the first {ReasonsShown}." };
        var command = new Command("upload", "Uploads MIDI files into a new corpus, or into one that you have.") { paths, name, corpus, all };
        command.Exclude(name, corpus);
        return command.Calling(async (arguments, call) =>
        {
            var source = new UploadSource(arguments.GetRequiredValue(paths));
            var before = arguments.GetValue(corpus) is { } id
                ? await call.Client.Corpora.GetAsync(id, call.Cancellation)
                : await call.Client.Corpora.CreateAsync(new CreateCorpus(arguments.GetValue(name)), cancellationToken: call.Cancellation);
            var goOn = call.Next($"upload PATH --corpus {before.Id}");
            call.WhenInterrupted = $"Stopped. Corpus {before.Id} has what was sent so far; '{goOn}' adds the rest and knows duplicates.";

            var result = await UploadAsync(call, before, source);
            call.Screen.Give(result, screen => Tell(screen, call, result, arguments.GetValue(all) ? int.MaxValue : ReasonsShown));
            return result.Accepted + result.Duplicates > 0 ? ExitCodes.Done : ExitCodes.Refused;
        });
    }

    private static async Task<UploadResult> UploadAsync(ServiceCall call, CorpusSummary before, UploadSource source)
    {
        var corpora = call.Client.Corpora;
        var (sent, accepted, duplicates) = (0, 0, 0);
        foreach (var batch in UploadBatches.Of(source.Read()))
        {
            var ingestion = await corpora.UploadAsync(before.Id, batch, call.Cancellation);
            await foreach (var progress in corpora.WatchAsync(before.Id, ingestion.Number, call.Cancellation))
            {
                ingestion = progress;
                call.Screen.Show($"{sent + progress.Done:N0} of {source.Count:N0} files read");
            }
            (sent, accepted, duplicates) = (sent + batch.Count, accepted + ingestion.Accepted, duplicates + ingestion.Duplicates);
            call.Screen.Say($"{sent:N0} of {source.Count:N0} files read");
        }
        // Reports stand in the order of the uploads: what was there before is not about these files.
        var reports = await AllPages.ReadAsync(cursor => corpora.FilesAsync(before.Id, cursor, cancellationToken: call.Cancellation));
        var rejected = reports.Skip(before.Files).Where(file => file.Outcome == FileOutcome.Rejected)
            .Select(file => new RejectedFile(file.Name, file.Reason ?? "", file.Offset));
        var after = await corpora.GetAsync(before.Id, call.Cancellation);
        return new UploadResult(after, source.Count, accepted, duplicates, [.. source.LeftOut, .. rejected]);
    }

    private static void Tell(Screen screen, ServiceCall call, UploadResult result, int shown)
    {
        var (rejected, id) = (result.Rejected, result.Corpus.Id);
        screen.Say($"Files: {result.Files:N0} found, {result.Accepted:N0} accepted, {result.Duplicates:N0} duplicates, {rejected.Count:N0} rejected.");
        foreach (var file in rejected.Take(shown)) screen.Say($"  {file}");
        if (rejected.Count > shown) screen.Say($"  and {rejected.Count - shown:N0} more: --all shows them, and so does '{call.Next($"files {id}")}'.");
        screen.Say($"Corpus {id} has {result.Corpus.Accepted:N0} pieces with {result.Corpus.Notes:N0} notes.");
        if (result.Corpus.Accepted > 0) screen.Say($"Train on it: {call.Next($"train {id}")}");
    }
}
