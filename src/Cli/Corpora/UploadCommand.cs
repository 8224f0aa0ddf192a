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
            Description = $"MIDI files, zip archives of them, and folders whose MIDI files ({string.Join(", ", MidiFolder.Extensions)}) are taken, subfolders included; links to folders are not followed.",
            Arity = ArgumentArity.OneOrMore,
        };
        var name = new Option<string?>("--name") { Description = "What to call the new corpus. Default: its id" };
        var corpus = ServiceCommands.IdOption("--corpus", "Add to this corpus instead of making a new one.");
        var all = new Option<bool>("--all") { Description = $"Show every rejected file, not only the first {ReasonsShown}." };
        var intake = new IntakeOptions();
        var command = new Command("upload", "Uploads MIDI files into a new corpus, or into one that you have. Repeating it goes on: what is there is known by its content.") { paths, name, corpus, all };
        command.Exclude(name, corpus);
        foreach (var option in intake.All)
        {
            command.Add(option);
            command.Exclude(option, corpus);
        }
        return command.Calling(async (arguments, call) =>
        {
            var source = new UploadSource(arguments.GetRequiredValue(paths));
            var before = arguments.GetValue(corpus) is { } id
                ? await call.Client.Corpora.GetAsync(id, call.Cancellation)
                : await call.Client.Corpora.CreateAsync(new CreateCorpus(arguments.GetValue(name), intake.Read(arguments)), cancellationToken: call.Cancellation);
            var goOn = call.Next($"upload PATH --corpus {before.Id}");
            call.WhenInterrupted = $"Stopped. Corpus {before.Id} has what was sent so far; '{goOn}' adds the rest and knows duplicates.";

            var result = await UploadAsync(call, before, source);
            call.Screen.Give(result, screen => Tell(screen, call, result, arguments.GetValue(all) ? int.MaxValue : ReasonsShown));
            return result.Accepted + result.Duplicates > 0 ? ExitCodes.Done : ExitCodes.Refused;
        });
    }

    private static async Task<UploadResult> UploadAsync(ServiceCall call, CorpusSummary before, UploadSource source)
    {
        var (corpora, uploads) = (call.Client.Corpora, new List<IngestionSummary>());
        var sent = 0;
        foreach (var batch in UploadBatches.Of(source.Read()))
        {
            uploads.Add(await FollowAsync(call, await corpora.UploadAsync(before.Id, batch, call.Cancellation), $"{source.Count:N0}", sent));
            sent += batch.Count;
            call.Screen.Say($"{sent:N0} of {source.Count:N0} files read");
        }
        foreach (var archive in source.Archives)
        {
            call.Screen.Show($"sending {archive.Name}");
            await using var content = archive.OpenRead();
            var upload = await corpora.UploadZipAsync(before.Id, content, call.Cancellation);
            uploads.Add(await FollowAsync(call, upload, $"{upload.Files:N0}", 0));
            call.Screen.Say($"{archive.Name}: {upload.Files:N0} files read");
        }
        var rejected = new List<RejectedFile>(source.LeftOut);
        foreach (var upload in uploads.Where(upload => upload.Rejected > 0))
        {
            var files = await AllPages.ReadAsync(cursor => corpora.FilesAsync(
                before.Id, cursor, outcome: FileOutcome.Rejected, ingestion: upload.Number, cancellationToken: call.Cancellation));
            rejected.AddRange(files.Items.Select(file => new RejectedFile(file.Name, file.Reason ?? "", file.Offset)));
        }
        var after = await corpora.GetAsync(before.Id, call.Cancellation);
        return new UploadResult(
            after, uploads.Sum(upload => upload.Files) + source.LeftOut.Count, uploads.Sum(upload => upload.Accepted), uploads.Sum(upload => upload.Duplicates), rejected,
            uploads.Sum(upload => upload.Repaired), uploads.Sum(upload => upload.Similar), uploads.Sum(upload => upload.NearDuplicates), uploads.Sum(upload => upload.Filtered));
    }

    /// <summary>Shows an upload's progress until it has ended.</summary>
    private static async Task<IngestionSummary> FollowAsync(ServiceCall call, IngestionSummary upload, string all, int before)
    {
        call.WhenInterrupted =
            $"Stopped. Corpus {upload.Corpus} goes on reading what was sent so far: '{call.Next($"cancel-upload {upload.Corpus} {upload.Number}")}' ends that. "
            + $"'{call.Next($"upload PATH --corpus {upload.Corpus}")}' adds the rest and knows duplicates.";
        await foreach (var progress in call.Client.Corpora.WatchAsync(upload.Corpus, upload.Number, call.Cancellation))
        {
            upload = progress;
            var left = progress.SecondsLeft is { } seconds ? $", {seconds:F0} s left" : "";
            call.Screen.Show($"{before + progress.Done:N0} of {all} files read{left}{(progress.Reason is { } reason ? $". {reason}" : "")}");
        }
        return upload.Phase == IngestionPhase.Succeeded
            ? upload
            : throw new CommandException($"Upload {upload.Number} of corpus {upload.Corpus} ended with {upload.Done:N0} of {upload.Files:N0} files read. {upload.Reason}".TrimEnd(), ExitCodes.Refused);
    }

    private static void Tell(Screen screen, ServiceCall call, UploadResult result, int shown)
    {
        var (rejected, id) = (result.Rejected, result.Corpus.Id);
        var similar = result.NearDuplicates > 0 ? $", {result.NearDuplicates:N0} near-duplicates" : "";
        var filtered = result.Filtered > 0 ? $", {result.Filtered:N0} filtered" : "";
        screen.Say($"Files: {result.Files:N0} found, {result.Accepted:N0} accepted, {result.Duplicates:N0} duplicates{similar}{filtered}, {rejected.Count:N0} rejected.");
        if (result.Repaired > 0) screen.Say($"Of the accepted, {result.Repaired:N0} were read with repairs: '{call.Next($"files {id} --repaired")}' tells which.");
        if (result.Similar > 0) screen.Say($"Of the accepted, {result.Similar:N0} are much like another piece; a dataset keeps such pieces on one side of its split.");
        if (result.NearDuplicates > 0) screen.Say($"Left out: {result.NearDuplicates:N0} that are much like another piece.");
        if (result.Filtered > 0) screen.Say($"Turned away by filters: {result.Filtered:N0}. '{call.Next($"files {id} --outcome filtered")}' tells which and why.");
        foreach (var file in rejected.Take(shown)) screen.Say($"  {file}");
        if (rejected.Count > shown) screen.Say($"  and {rejected.Count - shown:N0} more: --all shows them, and so does '{call.Next($"files {id}")}'.");
        screen.Say($"Corpus {id} has {result.Corpus.Accepted:N0} pieces with {result.Corpus.Notes:N0} notes.");
        if (result.Corpus.Accepted > 0) screen.Say($"Train on it: {call.Next($"train {id}")}");
    }
}
