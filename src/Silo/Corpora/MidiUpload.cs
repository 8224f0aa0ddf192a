using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Grains;
using MusicGen.Grains.Corpora;
using MusicGen.Silo.Accounts;
using MusicGen.Silo.Corpora.Zip;
using MusicGen.Silo.Hosting;
using MusicGen.Storage;

namespace MusicGen.Silo.Corpora;

/// <summary>Takes MIDI files and zip archives of them from a request into the store.</summary>
/// <remarks>In memory: one file and one pack of files an upload; archives go through a file on disk.</remarks>
internal sealed class MidiUpload(
    IBlobStore blobs, IGrainFactory grains, ScratchFolder folder, UploadTurns turns, IOptions<UploadOptions> options, OwnersRoom room, TimeProvider clock)
{
    public const string Multipart = "multipart/form-data";
    public const string ZipArchive = "application/zip";

    /// <summary>What Windows calls it.</summary>
    public const string ZipArchiveOfWindows = "application/x-zip-compressed";

    private const int MaxBoundaryLength = 200;

    private readonly string _spool = Path.Join(folder.Path, ".spool");

    /// <summary>Takes the files in the request's order; with an upload that is refused nothing is kept.</summary>
    public async Task<Answer<IngestionSummary>> ReceiveAsync(OwnedKey corpus, HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await RequireRoomAsync(corpus.Owner, bytes: 0);
            using var turn = await turns.TakeAsync(corpus.Owner, cancellationToken);
            return await ReceiveInTimeAsync(corpus, request, cancellationToken);
        }
        catch (UploadRefusedException e)
        {
            return e.Problem;
        }
    }

    private async Task<Answer<IngestionSummary>> ReceiveInTimeAsync(OwnedKey corpus, HttpRequest request, CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(options.Value.LongestTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        try
        {
            return await ReceiveAllAsync(corpus, request, either.Token);
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new UploadRefusedException(
                ProblemKind.TooLarge, "upload-too-long", $"An upload takes at most {options.Value.LongestTime.TotalMinutes:0.##} minutes here, and this one was not over: send fewer files at once.");
        }
    }

    private async Task<Answer<IngestionSummary>> ReceiveAllAsync(OwnedKey corpus, HttpRequest request, CancellationToken cancellationToken)
    {
        await using var writer = new UploadWriter(blobs, grains, corpus, clock, bytes => RequireRoomAsync(corpus.Owner, bytes));
        var archives = new ZipIntake(writer, options.Value.UnpackedBytes);
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && IsZip(type.MediaType.Value)) await UnpackAsync(request.Body, archives, "The archive", cancellationToken);
        else await ReceivePartsAsync(new MultipartReader(BoundaryOf(type), request.Body), writer, archives, cancellationToken);
        return await writer.HandOverAsync(cancellationToken);
    }

    /// <param name="owner">Whose bytes they are.</param>
    /// <param name="bytes">How many more; 0: any at all.</param>
    /// <exception cref="UploadRefusedException">The owner may not store so many.</exception>
    private async Task RequireRoomAsync(string owner, long bytes)
    {
        if (await room.TakeAsync(owner, bytes) is { } full) throw new UploadRefusedException(full);
    }

    private async Task ReceivePartsAsync(MultipartReader reader, UploadWriter writer, ZipIntake archives, CancellationToken cancellationToken)
    {
        var files = 0;
        while (await UploadBody.CheckAsync(() => reader.ReadNextSectionAsync(cancellationToken)) is { } section)
        {
            if (section.GetContentDispositionHeader() is not { } disposition || !disposition.IsFileDisposition()) continue;
            var name = UploadName.Label(disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value! : HeaderUtilities.RemoveQuotes(disposition.FileName).Value ?? "");
            if (name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) || IsZip(section.ContentType))
            {
                await UnpackAsync(section.Body, archives, name, cancellationToken);
                continue;
            }
            if (files++ == UploadLimits.Files)
                throw UploadRefusedException.TooLarge($"One upload takes at most {UploadLimits.Files:N0} files: send the rest in another one, or all as a zip archive.");
            await writer.AddAsync(name, await UploadBody.ReadFileAsync(section.Body, name, cancellationToken), cancellationToken);
        }
    }

    private async Task UnpackAsync(Stream body, ZipIntake archives, string name, CancellationToken cancellationToken)
    {
        await using var file = await UploadBody.SpoolAsync(body, _spool, cancellationToken);
        await archives.AddAsync(file, name, cancellationToken);
    }

    private static bool IsZip(string? type) =>
        string.Equals(type, ZipArchive, StringComparison.OrdinalIgnoreCase) || string.Equals(type, ZipArchiveOfWindows, StringComparison.OrdinalIgnoreCase);

    private static string BoundaryOf(MediaTypeHeaderValue? type) =>
        type is not null && type.MediaType.Equals(Multipart, StringComparison.OrdinalIgnoreCase) && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= MaxBoundaryLength } boundary
            ? boundary
            : throw new UploadRefusedException(
                ProblemKind.Invalid, "upload-not-multipart", $"Send MIDI files as {Multipart}, for instance: curl -F files=@tune.mid …, or a zip archive of them as {ZipArchive}.");
}
